import { CollectorBug, type FoundInvoice, z } from '#collector-kit/index.ts'
import { isIsoDate } from '#domain/iso-date.ts'
import { makeStorable } from '#domain/storable-text.ts'

const Day = z.string().refine(isIsoDate, 'Not a date').nullish()

const Listed = z.object({
  ref: z.string().optional(),
  number: z.string().nullable(),
  issuedOn: Day,
  receivedOn: Day,
  dueOn: Day,
  total: z.object({ amount: z.string().regex(/^-?\d+(\.\d+)?$/), currency: z.string().regex(/^[A-Z]{3}$/) }).nullable(),
  link: z.string().optional(),
})

/**
 * What a collector yields comes from outside, like any input: a date or an amount the database would refuse must end
 * the run as the collector's bug, and not be tried again and again as trouble of ours.
 */
export function checkFound(found: FoundInvoice): FoundInvoice {
  const { document: _, ...listed } = found
  const { error } = Listed.safeParse(listed)
  if (error) throw new CollectorBug(`An invoice that is none: ${z.prettifyError(error)}`, { cause: error })
  return { ...makeStorable(listed), document: () => found.document() }
}
