/** What fast-xml-parser returns for one element: its text alone, or its children, attributes and text. */
export type ParsedXml = string | { [name: string]: ParsedXml | ParsedXml[] }

/**
 * One element, addressed by paths of local names: `Party/PartyName/Name`.
 * Prefixes are gone: senders choose them freely, and no e-invoice syntax uses one local name for two meanings in one place.
 */
export class XmlElement {
  readonly #parsed: ParsedXml

  constructor(parsed: ParsedXml) {
    this.#parsed = parsed
  }

  first(path: string): XmlElement | null {
    return this.all(path)[0] ?? null
  }

  all(path: string): XmlElement[] {
    let level: ParsedXml[] = [this.#parsed]
    for (const name of path.split('/')) level = level.flatMap(parsed => childrenNamed(parsed, name))
    return level.map(parsed => new XmlElement(parsed))
  }

  /** The first non-empty text among the paths, trimmed; null when there is none. */
  text(...paths: string[]): string | null {
    for (const path of paths) {
      for (const element of this.all(path)) {
        const text = element.ownText()
        if (text) return text
      }
    }
    return null
  }

  ownText(): string {
    if (typeof this.#parsed === 'string') return this.#parsed.trim()
    const text = this.#parsed['#text']
    return typeof text === 'string' ? text.trim() : ''
  }

  attribute(name: string): string | null {
    if (typeof this.#parsed === 'string') return null
    const value = this.#parsed[`@${name}`]
    return typeof value === 'string' && value.trim() ? value.trim() : null
  }
}

function childrenNamed(parsed: ParsedXml, name: string): ParsedXml[] {
  if (typeof parsed === 'string' || !Object.hasOwn(parsed, name)) return []
  const child = parsed[name]
  if (child === undefined) return []
  return Array.isArray(child) ? child : [child]
}
