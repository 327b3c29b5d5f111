/** How the specification identifiers of EN 16931's family are told apart; the first match names it. */
const SPECIFICATIONS: [pattern: RegExp, name: string][] = [
  [/order-x/i, 'Order-X'],
  [/xrechnung/i, 'XRechnung'],
  [/peppol|www\.cenbii\.eu/i, 'Peppol BIS'],
  [/factur-x/i, 'Factur-X'],
  [/zugferd\.de:2/i, 'ZUGFeRD 2'],
  [/urn:ferd/i, 'ZUGFeRD 1'],
  [/nen\.nl:nlcius/i, 'NLCIUS'],
  [/cius-?ro/i, 'RO_CIUS'],
  [/urn:cen\.eu:en16931/i, 'EN 16931'],
]

const PROFILES: [pattern: RegExp, name: string][] = [
  [/minimum/i, 'MINIMUM'],
  [/basic-?wl/i, 'BASIC WL'],
  [/basic/i, 'BASIC'],
  [/comfort/i, 'COMFORT'],
  [/extended/i, 'EXTENDED'],
]

/**
 * `Factur-X BASIC (CII)`, `XRechnung 3.0 (UBL)`, `UBL 2.1`.
 * Profile EN 16931 of Factur-X and ZUGFeRD 2 carries the bare norm's identifier: only the attachment's name tells which it is.
 */
export function nameSyntax(base: 'CII' | 'UBL', specification: string | null): string {
  const id = specification ?? ''
  const family = SPECIFICATIONS.find(([pattern]) => pattern.test(id))?.[1]
  if (!family) return base
  const version = family === 'XRechnung' ? /xrechnung_(\d+(?:\.\d+)*)/i.exec(id)?.[1] : undefined
  const profile = ['Factur-X', 'ZUGFeRD 2', 'ZUGFeRD 1', 'Order-X'].includes(family)
    ? (PROFILES.find(([pattern]) => pattern.test(id))?.[1] ?? (family === 'ZUGFeRD 1' ? undefined : 'EN 16931'))
    : undefined
  return `${[family, version, profile].filter(Boolean).join(' ')} (${base})`
}

/** Names the bare norm after the attachment it came in: `factur-x.xml` and `zugferd-invoice.xml` share profile EN 16931. */
export function nameEmbeddedSyntax(syntax: string, attachment: string): string {
  if (!syntax.startsWith('EN 16931')) return syntax
  if (/^factur-x\.xml$/i.test(attachment)) return `Factur-X ${syntax}`
  return /^zugferd-invoice\.xml$/i.test(attachment) ? `ZUGFeRD 2 ${syntax}` : syntax
}
