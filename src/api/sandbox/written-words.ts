import type { IsoDate } from '#domain/iso-date.ts'

const WRITTEN_DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const WRITTEN_EUROS = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' })

/** `16 June 2026` */
export function writtenDate(date: IsoDate): string {
  return WRITTEN_DATE.format(new Date(`${date}T00:00:00Z`))
}

/** `€1,234.50` */
export function writtenEuros(cents: number): string {
  return WRITTEN_EUROS.format(cents / 100)
}
