import { expect, test } from 'vitest'
import {
  apiCollector,
  CredentialRejected,
  type Http,
  QuestionExpired,
  SupplierChanged,
  SupplierUnavailable,
  secret,
  z,
} from './index.ts'
import { recordedApi } from './recorded-situations.ts'
import { answer, noAnswer, type Recording, UnrecordedRequest } from './recording.ts'
import { replayApi } from './replay-api.ts'

const API = 'https://api.acme.example'
const Page = z.object({ invoices: z.array(z.object({ number: z.string() })) })

test('gives invoices with their documents, and leaves known ones alone', async () => {
  const replies = { [`${API}/list`]: list('2', '1'), [`${API}/2.pdf`]: file('two') }
  const { invoices, downloads, requests } = await replayApi(acme(), { params, replies, known: ['1'] })
  expect(invoices.map(({ ref, file: found }) => [ref, text(found?.bytes)])).toEqual([
    ['2', 'two'],
    ['1', undefined],
  ])
  expect(downloads).toBe(1)
  expect(requests.map(({ url, isForDocument }) => [url, isForDocument])).toEqual([
    [`${API}/list`, false],
    [`${API}/2.pdf`, true],
  ])
})

test('a request that is not recorded fails, also when the collector swallows it', async () => {
  await expect(replayApi(acme(), { params, replies: {} })).rejects.toThrow(UnrecordedRequest)
  const careless = acme(async http => {
    await http.send(`${API}/extra`).catch(() => undefined)
  })
  await expect(replayApi(careless, { params, replies: { [`${API}/list`]: list() } })).rejects.toThrow(`${API}/extra`)
})

test.each<[string, Recording, new (detail?: string) => Error]>([
  ['401', { [`${API}/list`]: answer(401) }, CredentialRejected],
  ['429', { [`${API}/list`]: answer(429) }, SupplierUnavailable],
  ['no answer', { [`${API}/list`]: noAnswer }, SupplierUnavailable],
  ['404', { [`${API}/list`]: answer(404) }, SupplierChanged],
  ['another shape', { [`${API}/list`]: { data: [] } }, SupplierChanged],
  ['no JSON', { [`${API}/list`]: '<h1>Hello</h1>' }, SupplierChanged],
])('%s is told as what it is', async (_what, replies, kind) => {
  await expect(replayApi(acme(), { params, replies })).rejects.toThrow(kind)
})

test('headers of `with` stay with the origin they were made for', async () => {
  const seen: [string, string | undefined][] = []
  const spying = acme(async http => {
    const own = http.with({ Authorization: 'Bearer key' })
    await own.send(`${API}/a`)
    await own.send('https://elsewhere.example/b')
  })
  await replayApi(spying, {
    params,
    replies: ({ url, headers }) => {
      seen.push([url, headers.authorization])
      return list()
    },
  })
  expect(seen.slice(0, 2)).toEqual([
    [`${API}/a`, 'Bearer key'],
    ['https://elsewhere.example/b', undefined],
  ])
})

test('questions are answered in order, then nobody answers', async () => {
  const asking = apiCollector({
    ...acme(),
    params: Params,
    async *collect({ ask, memory }) {
      await memory.save({ code: await ask('First?') })
      await ask('Second?')
      yield { number: '1', issuedOn: null, total: null, document: async () => file('one') }
    },
  })
  const run = replayApi(asking, { params, replies: {}, answers: ['1'] })
  await expect(run).rejects.toThrow(QuestionExpired)
})

test('the suite sees a collector that takes anything for an empty list', async () => {
  const blind = acme(async () => undefined, z.object({ invoices: Page.shape.invoices.catch([]) }))
  const situations = recordedApi(blind, {
    params,
    recording: { [`${API}/list`]: list('1'), [`${API}/1.pdf`]: file('one') },
    lists: ['1'],
    rejected: { recording: { [`GET ${API}/list`]: answer(401) } },
    none: { recording: { [`${API}/list`]: list() } },
  })
  const [outcome] = (await situations.changed['another JSON']?.()) ?? []
  expect(outcome?.replay?.invoices).toEqual([])
  expect(outcome?.error).toBeUndefined()
})

const Params = z.object({ key: secret('Key') })
const params = { key: 'a secret key' }

function acme(
  before: (http: Http) => Promise<unknown> = async () => undefined,
  schema: z.ZodType<z.output<typeof Page>> = Page,
) {
  return apiCollector({
    id: 'acme',
    name: 'Acme',
    homepage: 'https://acme.example',
    params: Params,
    async *collect({ http }) {
      await before(http)
      const { invoices } = await http.json(`${API}/list`, schema)
      for (const { number } of invoices) {
        yield { number, issuedOn: '2026-01-31', total: null, document: () => http.bytes(`${API}/${number}.pdf`) }
      }
    },
  })
}

function list(...numbers: string[]) {
  return { invoices: numbers.map(number => ({ number })) }
}

function file(content: string): Uint8Array {
  return new TextEncoder().encode(content)
}

function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes && new TextDecoder().decode(bytes)
}
