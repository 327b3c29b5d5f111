import { describe, expect, test } from 'vitest'
import { isIsoDate } from '#domain/iso-date.ts'
import { LOCALES } from '#domain/localized.ts'
import type { Collector } from './contract.ts'
import { CollectError, CredentialRejected, SupplierChanged, SupplierUnavailable } from './errors.ts'
import { fieldHints } from './params.ts'
import type { Replay, ReplayedInvoice } from './replay.ts'

/** One attempt to collect while something was wrong. */
export interface Outcome {
  /** What was wrong, for the message of a failing test. */
  where: string
  replay?: Replay
  error?: unknown
}

/** The situations every collector must master, on a supplier that the author plays. */
export interface Situations {
  /** Good parameters; `known` are references that need no download. */
  complete(known: string[]): Promise<Replay>
  /** The references of `complete`, newest first. Two of them are of the same day and amount. */
  lists: string[]
  /** The secrets of `complete`: they must not appear in any error. */
  secrets: string[]
  /** The supplier refuses the login. */
  rejected(): Promise<Replay>
  /** The supplier itself says that there are no invoices. */
  none(): Promise<Replay>
  /** By what is wrong: the supplier is down. */
  unavailable: Record<string, () => Promise<Outcome[]>>
  /** By what is wrong: the pages or answers are not what the collector knows. */
  changed: Record<string, () => Promise<Outcome[]>>
}

/** Several situations are replayed in one test. */
const TIMEOUT_MS = 120_000

/** The one suite every folder of `src/collectors` passes. */
export function describeCollector(collector: Collector, situations: Situations): void {
  describe(`collector ${collector.id}`, { timeout: TIMEOUT_MS }, () => {
    test('introduces itself', () => checkInfo(collector))
    describeListing(situations)
    describeRefusals(situations)
  })
}

function checkInfo(collector: Collector): void {
  expect(collector.id).toMatch(/^[a-z][a-z0-9_-]*$/)
  expect(collector.name.trim()).not.toBe('')
  expect(URL.canParse(collector.homepage), 'homepage is an address').toBe(true)
  for (const [name, schema] of Object.entries(collector.params.shape)) {
    const hints = fieldHints(schema)
    for (const locale of LOCALES) expect(hints?.label[locale], `label of ${name} in ${locale}`).toBeTruthy()
  }
}

function describeListing(situations: Situations): void {
  test('lists everything, newest first, with documents', async () => {
    const { invoices } = await situations.complete([])
    expect(invoices.map(invoice => invoice.ref)).toEqual(situations.lists)
    for (const invoice of invoices) checkInvoice(invoice)
    const days = invoices.map(dayOf)
    expect(days).toEqual([...days].sort().reverse())
  })

  test('a second run downloads nothing', async () => {
    const { invoices, downloads } = await situations.complete(situations.lists)
    expect(downloads).toBe(0)
    expect(invoices.map(invoice => invoice.ref)).toEqual(situations.lists)
  })

  test('one new invoice is one download', async () => {
    const [newest = '', ...known] = situations.lists
    const { invoices, downloads } = await situations.complete(known)
    expect(downloads).toBe(1)
    expect(invoices.find(invoice => invoice.file)?.ref).toBe(newest)
  })

  test('two invoices of the same day and amount are kept apart', async () => {
    const { invoices } = await situations.complete([])
    const twins = invoices.filter(invoice => invoices.some(other => other !== invoice && looksLike(invoice, other)))
    expect(twins.length, 'the recording holds two invoices of the same day and amount').toBeGreaterThanOrEqual(2)
    expect(new Set(invoices.map(invoice => invoice.ref)).size).toBe(invoices.length)
  })

  test('no invoices is a success only when the supplier says so', async () => {
    const { invoices } = await situations.none()
    expect(invoices).toEqual([])
  })
}

function describeRefusals(situations: Situations): void {
  test('a refused login is CredentialRejected', async () => {
    const outcome = await outcomeOf('refused login', situations.rejected)
    expectOnly([outcome], { kind: CredentialRejected, secrets: situations.secrets })
  })

  test.each(Object.keys(situations.unavailable))('supplier down: %s', async what => {
    const outcomes = (await situations.unavailable[what]?.()) ?? []
    expectOnly(outcomes, { kind: SupplierUnavailable, secrets: situations.secrets })
  })

  test.each(Object.keys(situations.changed))('supplier changed: %s', async what => {
    const outcomes = (await situations.changed[what]?.()) ?? []
    expectOnly(outcomes, { kind: SupplierChanged, secrets: situations.secrets })
  })
}

/** Runs one situation and keeps what came of it. */
export async function outcomeOf(where: string, run: () => Promise<Replay>): Promise<Outcome> {
  try {
    return { where, replay: await run() }
  } catch (error) {
    return { where, error }
  }
}

function checkInvoice({ ref, number, issuedOn, receivedOn, total, file }: ReplayedInvoice): void {
  expect(ref.trim(), 'a reference').not.toBe('')
  expect(number === null || number.trim() !== '', `number of ${ref}`).toBe(true)
  const day = issuedOn ?? receivedOn
  expect(day === undefined || isIsoDate(day), `day of ${ref}`).toBe(true)
  if (total) expect(`${total.amount} ${total.currency}`).toMatch(/^-?\d+\.\d{2,3} [A-Z]{3}$/)
  expect(file?.bytes.length, `bytes of ${ref}`).toBeGreaterThan(0)
}

function dayOf({ issuedOn, receivedOn }: ReplayedInvoice): string {
  return issuedOn ?? receivedOn ?? ''
}

function looksLike(one: ReplayedInvoice, other: ReplayedInvoice): boolean {
  return dayOf(one) === dayOf(other) && one.total?.amount === other.total?.amount
}

function expectOnly(
  outcomes: Outcome[],
  { kind, secrets }: { kind: new (detail?: string) => CollectError; secrets: string[] },
): void {
  expect(outcomes.length, 'situations played').toBeGreaterThan(0)
  for (const { where, replay, error } of outcomes) {
    const got = replay ? `a success with ${replay.invoices.length} invoices` : describeError(error)
    expect(error instanceof kind, `${where}: expected ${kind.name}, got ${got}`).toBe(true)
    const said = error instanceof CollectError ? error.message + JSON.stringify(error.sentence) : ''
    for (const secret of secrets) expect(said, `${where}: a secret in the error`).not.toContain(secret)
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
