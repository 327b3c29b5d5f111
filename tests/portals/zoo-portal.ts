import type { Page } from 'playwright-core'
import type { Site } from './site.ts'
import type { ZooInvoice } from './zoo-invoice.ts'

/** What must be found; null where only the document says it. */
export interface ExpectedInvoice {
  number: string | null
  issuedOn: string | null
  /** `12.30 EUR` */
  total: string | null
  /** Text inside the document. */
  says: string
}

export interface ZooPortal {
  id: string
  /** What makes it different. */
  about: string
  /** The path the user gives. */
  start?: string
  username?: string
  totpSecret?: string
  /** Answers a question; without it a question fails the test. */
  answer?(prompt: string, kind: string): string
  /** What a person does with a page that is handed over; without it a hand-over fails the test. */
  takeOver?(page: Page): Promise<void>
  expected: ExpectedInvoice[]
  /** Numbers of invoices whose document does not come; all others must. */
  failing?: string[]
  /** Page loads of the second run; 3 unless the portal cannot be read with so few. */
  secondRunLoads?: number
  /** A change in mid-life after which everything must still be found. */
  changes?: string[]
  serve(site: Site): void
}

/** All that is expected of invoices whose list says everything. */
export function expectAll(invoices: ZooInvoice[]): ExpectedInvoice[] {
  return invoices.map(({ number, date, amount, currency }) => ({
    number,
    issuedOn: date,
    total: `${amount} ${currency}`,
    says: number,
  }))
}
