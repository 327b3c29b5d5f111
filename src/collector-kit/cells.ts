import type { Locator } from 'playwright-core'
import { SupplierChanged } from './errors.ts'

/**
 * The texts of a table row, found by the headings above them: `cells(row, { number: 'Invoice no.', date: 'Date' })`.
 * A heading that is gone is `SupplierChanged`; one that moved is followed. Case and spaces do not matter.
 */
export async function cells<Name extends string>(
  row: Locator,
  headings: Record<Name, string>,
): Promise<Record<Name, string>> {
  const columns = await row.evaluate(element => {
    const table = element.closest('table')
    const heads = [...(table?.querySelectorAll('thead th') ?? [])]
    const texts = [...element.children].map(cell => cell.textContent ?? '')
    return heads.map((head, index) => ({ heading: head.textContent ?? '', text: texts[index] ?? '' }))
  })
  const textByHeading = new Map(columns.map(({ heading, text }) => [tidy(heading).toLowerCase(), tidy(text)]))
  const found = Object.entries<string>(headings).map(([name, heading]) => {
    const text = textByHeading.get(tidy(heading).toLowerCase())
    if (text === undefined) throw new SupplierChanged(`The table has no column "${heading}"`)
    return [name, text]
  })
  return Object.fromEntries(found) as Record<Name, string>
}

function tidy(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
