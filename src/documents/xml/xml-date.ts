import { isIsoDate } from '#domain/iso-date.ts'

/**
 * `2026-11-23`, `2026-11-23T10:00:00`, `2026-11-23+01:00` and UN/CEFACT format 102 (`20261123`) as `YYYY-MM-DD`.
 * The time zone is ignored: the day the issuer wrote is the day of the invoice. Null for anything else.
 */
export function xmlDate(text: string | null): string | null {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:$|[T+Z -]|\d{4}$)/.exec(text?.trim() ?? '')
  if (!match) return null
  const date = `${match[1]}-${match[2]}-${match[3]}`
  return isIsoDate(date) ? date : null
}
