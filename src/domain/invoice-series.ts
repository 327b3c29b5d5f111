import type { IsoDate } from './iso-date.ts'
import { companyKey } from './same-invoice.ts'

/** An invoice of a user, as far as it teaches when the next one comes. Only what is certain is given. */
export interface SeenInvoice {
  /** Whether it came through another credential of the same user. */
  isElsewhere: boolean
  /** False: a statement, terms... Its number is taken, its day says nothing. */
  isInvoice: boolean
  issuedOn: IsoDate | null
  collectedOn: IsoDate
  number: string | null
  sellerName: string | null
  sellerVatId: string | null
}

/** The invoices of one supplier through one credential. */
export interface InvoiceSeries {
  /** Every spelling the supplier is known by; the first names the series. Empty where a credential is one supplier. */
  keys: string[]
  /** To tell the series of a mailbox apart; null where the credential says it. */
  seller: string | null
  invoices: SeenInvoice[]
  /** What might be the invoice we look for: the supplier's through another credential, and any without a name. */
  perhaps: SeenInvoice[]
  /** Numbers that exist, though not as invoices of this series. */
  takenNumbers: string[]
}

/** A portal is one supplier; a mailbox holds as many as there are sellers. */
export function groupIntoSeries(seen: SeenInvoice[], isOneSupplier: boolean): InvoiceSeries[] {
  const keyOf = createSellerKeys(seen)
  const here = seen.filter(one => !one.isElsewhere)
  const elsewhere = Map.groupBy(
    seen.filter(one => one.isElsewhere),
    keyOf,
  )
  const bySeller = Map.groupBy(here, keyOf)
  const nameless = isOneSupplier ? [] : listUnattributed(bySeller)
  const groups = isOneSupplier ? [here] : [...bySeller].flatMap(([key, group]) => (key === null ? [] : [group]))
  return groups.map(group => {
    const invoices = group.filter(one => one.isInvoice)
    const own = new Set(group)
    const keys = [...new Set(group.flatMap(one => [keyOf(one), nameKeyOf(one)]).filter(key => key !== null))]
    const ofSeller = keys.flatMap(key => elsewhere.get(key) ?? [])
    return {
      keys: isOneSupplier ? [] : keys,
      seller: isOneSupplier ? null : (invoices.findLast(one => one.sellerName !== null)?.sellerName ?? keys[0] ?? null),
      invoices,
      perhaps: [...ofSeller, ...nameless].filter(one => one.isInvoice && !own.has(one)),
      takenNumbers: [...ofSeller, ...group].flatMap(one => one.number ?? []),
    }
  })
}

type KeyOf = (invoice: SeenInvoice) => string | null

/** The VAT number where one is known for the name, or else the name. */
function createSellerKeys(seen: SeenInvoice[]): KeyOf {
  const vatIds = new Map<string, string>()
  for (const one of seen) {
    const name = nameKeyOf(one)
    if (name !== null && one.sellerVatId !== null) vatIds.set(name, one.sellerVatId)
  }
  return one => {
    const name = nameKeyOf(one)
    return one.sellerVatId ?? (name === null ? null : (vatIds.get(name) ?? name))
  }
}

function nameKeyOf({ sellerName }: SeenInvoice): string | null {
  return (sellerName !== null && companyKey(sellerName)) || null
}

/** Nobody's, and the first of each seller: a new layout may have hidden or changed the name of an old one. */
function listUnattributed(bySeller: Map<string | null, SeenInvoice[]>): SeenInvoice[] {
  return [...bySeller].flatMap(([key, group]) => {
    if (key === null) return group
    const [first = ''] = group.map(dayOf).sort()
    return group.filter(one => dayOf(one) === first)
  })
}

/** The day it was issued; if that is unknown, the day it came. */
export function dayOf({ issuedOn, collectedOn }: SeenInvoice): IsoDate {
  return issuedOn ?? collectedOn
}
