const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export type Formats = ReturnType<typeof createFormats>

/** Dates, times and amounts as the reader writes them. */
export function createFormats(locale: string) {
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  const instantDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' })
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

  const away = (instant: string, now: Date): string => {
    const awayMs = new Date(instant).getTime() - now.getTime()
    const distanceMs = Math.abs(awayMs)
    if (distanceMs < MINUTE_MS) return relative.format(0, 'second')
    if (distanceMs < HOUR_MS) return relative.format(Math.round(awayMs / MINUTE_MS), 'minute')
    if (distanceMs < 20 * HOUR_MS) return relative.format(Math.round(awayMs / HOUR_MS), 'hour')
    return relative.format(Math.round(awayMs / DAY_MS), 'day')
  }

  return {
    /** Of a calendar day, `YYYY-MM-DD`. */
    day: (isoDate: string) => day.format(new Date(`${isoDate}T00:00:00Z`)),
    shortDay: (isoDate: string) => shortDay.format(new Date(`${isoDate}T00:00:00Z`)),
    exact: (instant: string) => exact.format(new Date(instant)),

    /** Fit for a sentence: "in 20 minutes", "yesterday", "in 12 days". */
    away,

    /** Fit for a table: relative within a week, else the date. */
    near(instant: string, now: Date): string {
      const distanceMs = Math.abs(new Date(instant).getTime() - now.getTime())
      return distanceMs < 7 * DAY_MS ? away(instant, now) : instantDay.format(new Date(instant))
    },

    /** `amount` is a decimal string; it is never turned into a float. */
    money(amount: string, currency: string | null): string {
      const options: Intl.NumberFormatOptions = currency
        ? { style: 'currency', currency }
        : { minimumFractionDigits: 2 }
      return new Intl.NumberFormat(locale, options).format(amount as Intl.StringNumericLiteral)
    },
  }
}
