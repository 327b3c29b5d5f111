import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Fact, Facts } from '#domain/facts.ts'
import { type CollectedInvoice, storeInvoice } from '#records/invoices.ts'
import type { Store } from '#records/store.ts'
import { type CallbackSink, startCallbackSink } from '../setup/callback-sink.ts'
import { expectProblem } from '../setup/expect-problem.ts'
import { openStore } from '../setup/open-store.ts'
import { startTestServer, type TestServer } from '../setup/test-server.ts'
import { until } from '../setup/until.ts'

let server: TestServer
let sink: CallbackSink
let store: Store
let closeStore: () => Promise<void>
let customerId: string
let users = 0

beforeAll(async () => {
  server = await startTestServer()
  sink = await startCallbackSink()
  const { json } = await server.call('POST', '/customer', { body: { callback: sink.url } })
  customerId = json.id
  const opened = await openStore(server)
  store = opened.store
  closeStore = opened.close
})

afterAll(async () => {
  await closeStore()
  await sink.close()
  await server.dispose()
})

test('a second copy is one more source of the invoice, and not delivered', async () => {
  const user = await connectedUser()
  expect(await user.bring('portal', { reference: 'scan', file: 'scan' })).toBe('stored')
  expect(await user.bring('mailbox', { reference: 'mail-1', file: 'e-invoice' })).toBe('copy')
  expect(await user.bring('mailbox', { reference: 'mail-2', file: 'scan', facts: {} })).toBe('copy')
  expect(await user.bring('mailbox', { reference: 'mail-2', file: 'scan', facts: {} })).toBe('known')

  const [invoice, ...others] = await user.invoices()
  expect(others).toEqual([])
  expect(await user.delivered(1)).toEqual([invoice.id])
  const { json } = await server.call('GET', `/invoice/${invoice.id}`, { token: user.token })
  expect(json.split_from).toBeNull()
  expect(json.sources.map((source: { reason: object | null }) => source.reason)).toEqual([
    null,
    {
      code: 'same_vat_id',
      message: 'Same VAT number of the seller, same invoice number, day and total.',
    },
    { code: 'same_file', message: 'It is the very same file.' },
  ])
  expect(json.sources[0]).toMatchObject({ id: invoice.id, credential_id: user.credentials.portal })
  expect(json.sources[1]).toMatchObject({ credential_id: user.credentials.mailbox, collector: 'mailbox' })

  const copyId = json.sources[1].id
  expect((await server.call('GET', `/invoice/${copyId}`)).status).toBe(404)
  const document = await server.call('GET', `/invoice/${invoice.id}/source/${copyId}/document`, { token: user.token })
  expect(document.text).toBe('e-invoice')
  expect(document.headers.get('content-disposition')).toMatch(/^attachment/)
  expectProblem(await server.call('GET', `/invoice/${copyId}/source/${copyId}/document`), 404)
})

test('the reasons are told in the language of the user', async () => {
  const user = await connectedUser('fr')
  await user.bring('portal', { reference: '1', file: 'a' })
  await user.bring('mailbox', { reference: '1', file: 'a' })
  const [invoice] = await user.invoices()
  const { json } = await server.call('GET', `/invoice/${invoice.id}`, { token: user.token })
  expect(json.sources[1].reason.message).toBe('C’est exactement le même fichier.')
})

test('two runs that bring the same invoice at the same moment deliver it once', async () => {
  const user = await connectedUser()
  for (let round = 0; round < 5; round++) {
    const number = fact(`R-${round}`)
    const outcomes = await Promise.all([
      user.bring('portal', { reference: `p${round}`, file: `p${round}`, facts: { ...FACTS, number } }),
      user.bring('mailbox', { reference: `m${round}`, file: `m${round}`, facts: { ...FACTS, number } }),
    ])
    expect(outcomes.toSorted()).toEqual(['copy', 'stored'])
  }
  expect(await user.invoices()).toHaveLength(5)
})

test('another user’s invoice is another invoice', async () => {
  const [one, other] = [await connectedUser(), await connectedUser()]
  expect(await one.bring('portal', { reference: '1', file: 'a' })).toBe('stored')
  expect(await other.bring('portal', { reference: '1', file: 'a' })).toBe('stored')
})

test('a copy that is split becomes an invoice of its own, is delivered once, and is never merged again', async () => {
  const user = await connectedUser()
  await user.bring('portal', { reference: '1', file: 'one' })
  await user.bring('mailbox', { reference: '1', file: 'two' })
  await user.bring('mailbox', { reference: '2', file: 'two' })
  const [invoice] = await user.invoices()
  const before = (await server.call('GET', `/invoice/${invoice.id}`)).json
  const [, copy, sameFile] = before.sources
  const split = (sourceId: string, token?: string) =>
    server.call('POST', `/invoice/${invoice.id}/source/${sourceId}/split`, token ? { token } : {})

  const { status, json } = await split(copy.id, user.token)
  expect(status).toBe(200)
  expect(json).toMatchObject({ id: copy.id, split_from: invoice.id, number: 'INV-1' })
  // The other copy of the same file is no longer the first invoice either.
  expect(json.sources.map(({ id }: { id: string }) => id)).toEqual([copy.id, sameFile.id])
  expect((await server.call('GET', `/invoice/${invoice.id}`)).json.sources).toHaveLength(1)
  expect(await user.delivered(2)).toEqual([invoice.id, copy.id])
  const { body } = sink.accepted('invoice').find(one => one.body.invoice.id === copy.id) ?? {}
  expect(body).toMatchObject({ remote_id: user.remoteId, credential_id: user.credentials.mailbox })
  expect(Buffer.from(body.invoice.data, 'base64').toString()).toBe('two')

  expect((await split(copy.id)).json.id).toBe(copy.id)
  expectProblem(await split(invoice.id), 409, 'first_source')
  expectProblem(await split(sameFile.id), 404, 'not_found')
  expectProblem(await split('0198c0de-0000-7000-8000-000000000000'), 404, 'not_found')
  expectProblem(await split(copy.id, (await connectedUser()).token), 404, 'not_found')

  // Facts that misled once do not decide again; the same file does.
  expect(await user.bring('portal', { reference: '3', file: 'three' })).toBe('stored')
  expect(await user.bring('portal', { reference: '4', file: 'two' })).toBe('copy')
  expect((await server.call('GET', `/invoice/${copy.id}`)).json.sources).toHaveLength(3)
  expect(await user.delivered(3)).toHaveLength(3)
})

test('sources outlive their credentials, and go with their user', async () => {
  const user = await connectedUser()
  await user.bring('portal', { reference: '1', file: 'one' })
  await user.bring('mailbox', { reference: '1', file: 'two' })
  const [invoice] = await user.invoices()
  for (const id of Object.values(user.credentials)) {
    expect((await server.call('DELETE', `/credential/${id}`, { token: user.token })).status).toBe(204)
  }
  const { sources } = (await server.call('GET', `/invoice/${invoice.id}`)).json
  expect(sources.map((source: { credential_id: null }) => source.credential_id)).toEqual([null, null])

  // Connected anew, everything comes again, and nothing is sent again.
  const credentials = { portal: await user.connect(), mailbox: await user.connect() }
  Object.assign(user.credentials, credentials)
  expect(await user.bring('portal', { reference: '1', file: 'one' })).toBe('copy')
  expect(await user.bring('mailbox', { reference: '1', file: 'new bytes' })).toBe('copy')
  expect(await user.delivered(1)).toEqual([invoice.id])

  // A copy whose credential is gone can be split all the same.
  await server.call('DELETE', `/credential/${credentials.mailbox}`, { token: user.token })
  const { json } = await server.call('POST', `/invoice/${invoice.id}/source/${sources[1].id}/split`)
  expect(json).toMatchObject({ id: sources[1].id, credential_id: null })
  expect(await user.delivered(2)).toEqual([invoice.id, sources[1].id])

  expect((await server.call('DELETE', `/user/${user.id}`)).status).toBe(204)
  const rows = await store.db.selectFrom('invoices').select('id').where('user_id', '=', user.id).execute()
  expect(rows).toEqual([])
})

function fact<Value>(value: Value): Fact<Value> {
  return { value, source: 'text', confidence: 0.95 }
}

const FACTS: Facts = {
  type: fact('invoice'),
  number: fact('INV-1'),
  total: fact('120.00'),
  currency: fact('EUR'),
  issuedOn: fact('2026-03-03'),
  sellerVatId: fact('FR40303265045'),
}

interface Brought {
  reference: string
  /** The document's text. */
  file: string
  facts?: Facts
}

/** A user with two credentials that bring only what a test says. */
async function connectedUser(locale = 'en') {
  users += 1
  const remoteId = `user ${users}`
  const { id, token } = await server.addUser(remoteId, locale)
  const connect = async (): Promise<string> => {
    const body = { collector: 'sandbox_api', params: { username: 'demo-empty', password: 'x' } }
    return (await server.call('POST', '/credential', { token, body })).json.id
  }
  const credentials = { portal: await connect(), mailbox: await connect() }
  return {
    id,
    token,
    remoteId,
    credentials,
    connect,
    async invoices() {
      return (await server.call('GET', '/invoices', { token })).json
    },
    /** As a run does it. */
    async bring(from: 'portal' | 'mailbox', { reference, file, facts = FACTS }: Brought) {
      const sha256 = await store.files.put(id, Buffer.from(file))
      const owner = { customer_id: customerId, user_id: id, credential_id: credentials[from] }
      const invoice = collected({ collectorId: from, reference, sha256, facts, size: file.length })
      const payloadOf = (stored: { id: string }) => ({ user_id: id, invoice: { id: stored.id } })
      return storeInvoice(store, owner, { invoice, payloadOf })
    },
    /** The invoices' ids in the order of their events, once so many were delivered. */
    async delivered(count: number): Promise<string[]> {
      const own = () => sink.accepted('invoice').filter(({ body }) => body.user_id === id)
      await until(`${count} deliveries`, () => own().length >= count)
      const { json } = await server.call('GET', '/events', { query: { limit: '200' } })
      const events = json.filter((event: { user_id: string }) => event.user_id === id)
      expect(own()).toHaveLength(count)
      return events.map((event: { invoice: { id: string } }) => event.invoice.id)
    },
  }
}

function collected(
  known: Pick<CollectedInvoice, 'collectorId' | 'reference' | 'sha256' | 'facts' | 'size'>,
): CollectedInvoice {
  const { facts } = known
  return {
    ...known,
    type: facts.type?.value ?? null,
    number: facts.number?.value ?? null,
    issuedOn: facts.issuedOn?.value ?? null,
    dueOn: null,
    amount: facts.total?.value ?? null,
    tax: null,
    currency: facts.currency?.value ?? null,
    seller: { name: null, vat_id: facts.sellerVatId?.value ?? null, country: null },
    link: null,
    filename: 'invoice.txt',
    mimetype: 'text/plain',
    checks: [],
  }
}
