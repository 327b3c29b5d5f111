import { createHash } from 'node:crypto'
import { addDays, type IsoDate } from '#domain/iso-date.ts'
import type { SandboxAccount } from './sandbox-accounts.ts'

/** Euro cents, so that all arithmetic is exact. */
type Cents = number

export interface SandboxLine {
  name: string
  quantity: number
  unitPrice: Cents
  /** `quantity` times `unitPrice`. */
  net: Cents
  /** Percent. */
  vatRate: number
}

export interface SandboxVat {
  /** Percent. */
  rate: number
  basis: Cents
  amount: Cents
}

export interface SandboxInvoice {
  username: string
  number: string
  buyer: string
  issuedOn: IsoDate
  dueOn: IsoDate
  lines: SandboxLine[]
  /** One entry a rate, highest first. */
  vat: SandboxVat[]
  net: Cents
  tax: Cents
  /** With tax. */
  total: Cents
}

export const SANDBOX_CURRENCY = 'EUR'

const PAYMENT_DAYS = 30

const CATALOGUE = [
  { name: 'Cloud storage, per 100 GB and month', unitPrice: 490, vatRate: 20 },
  { name: 'Support plan, per seat', unitPrice: 1250, vatRate: 20 },
  { name: 'Fibre connection, monthly fee', unitPrice: 3999, vatRate: 20 },
  { name: 'Telephone line, monthly fee', unitPrice: 1495, vatRate: 20 },
  { name: 'Printed handbook', unitPrice: 1830, vatRate: 5.5 },
  { name: 'Domain name, yearly fee', unitPrice: 1199, vatRate: 20 },
  { name: 'Training, half a day on site', unitPrice: 34_900, vatRate: 20 },
  { name: 'Trade journal, print edition', unitPrice: 745, vatRate: 5.5 },
] as const

/** All invoices of an account, newest first. The same arguments make the same invoices for ever. */
export function listSandboxInvoices(account: SandboxAccount, furtherOn: IsoDate[]): SandboxInvoice[] {
  const countByYear = new Map<string, number>()
  const invoices: SandboxInvoice[] = []
  for (const [index, issuedOn] of [...account.issuedOn, ...furtherOn].entries()) {
    const year = issuedOn.slice(0, 4)
    const serial = (countByYear.get(year) ?? 0) + 1
    countByYear.set(year, serial)
    const number = `SBX-${year}-${String(serial).padStart(3, '0')}`
    const isTwin = index < account.issuedOn.length && account.issuedOn[index - 1] === issuedOn
    const lines = isTwin ? invoices[index - 1]?.lines : undefined
    invoices.push(addUp({ account, number, issuedOn, lines: lines ?? composeLines(`${account.username} ${number}`) }))
  }
  return invoices.reverse()
}

/** `1234.50` */
export function decimal(cents: Cents): string {
  return (cents / 100).toFixed(2)
}

/** One to four lines, drawn from the catalogue by a hash: looks random, never changes. */
function composeLines(seed: string): SandboxLine[] {
  const [count = 0, first = 0, step = 0, ...quantities] = createHash('sha256').update(seed).digest()
  return Array.from({ length: 1 + (count % 4) }, (_, index) => {
    // An odd step never meets the same entry twice in four of eight.
    const entry = CATALOGUE[(first + index * (2 * (step % 4) + 1)) % CATALOGUE.length] ?? CATALOGUE[0]
    const quantity = 1 + ((quantities[index] ?? 0) % 9)
    return { ...entry, quantity, net: quantity * entry.unitPrice }
  })
}

function addUp(draft: {
  account: SandboxAccount
  number: string
  issuedOn: IsoDate
  lines: SandboxLine[]
}): SandboxInvoice {
  const { account, number, issuedOn, lines } = draft
  const rates = [...new Set(lines.map(line => line.vatRate))].sort((a, b) => b - a)
  const vat = rates.map(rate => {
    const basis = sum(lines.filter(line => line.vatRate === rate).map(line => line.net))
    return { rate, basis, amount: Math.round((basis * rate * 10) / 1000) }
  })
  const net = sum(lines.map(line => line.net))
  const tax = sum(vat.map(entry => entry.amount))
  return {
    username: account.username,
    number,
    buyer: account.company,
    issuedOn,
    dueOn: addDays(issuedOn, PAYMENT_DAYS),
    lines,
    vat,
    net,
    tax,
    total: net + tax,
  }
}

function sum(cents: Cents[]): Cents {
  return cents.reduce((total, value) => total + value, 0)
}
