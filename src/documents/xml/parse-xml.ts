import { ReadingRefused } from '../reading-refused.ts'
import { type ParsedXml, XmlElement } from './xml-element.ts'

export interface ParsedXmlDocument {
  /** Local name, for instance `CrossIndustryInvoice`. */
  rootName: string
  /** Namespace of the root, empty when it has none. */
  namespace: string
  root: XmlElement
}

/** Real invoices with attachments reach some megabytes; more is no invoice. */
const MAX_XML_BYTES = 32 * 1024 * 1024

/** Base64 attachments inside an invoice can be megabytes and say nothing about it: the parser never sees them. */
const LARGE_BASE64 = />[A-Za-z0-9+/=\s]{4096,}</g

/** A DTD is refused as a whole: no e-invoice has one, and it is the way in for entity bombs and external entities. */
const DTD = /<!(?:DOCTYPE|ENTITY)/i

/** Throws `ReadingRefused` for a DTD and for what is not XML. */
export async function parseXml(bytes: Uint8Array): Promise<ParsedXmlDocument> {
  if (bytes.length > MAX_XML_BYTES) throw new ReadingRefused('too_large', 'The XML is larger than 32 MB')
  const text = decodeXml(bytes)
  if (DTD.test(text)) throw new ReadingRefused('dtd_refused', 'The XML has a document type definition')
  const parser = await loadParser()
  let parsed: Record<string, ParsedXml>
  try {
    parsed = parser.parse(text.replace(LARGE_BASE64, '><'))
  } catch (cause) {
    throw new ReadingRefused('broken', 'The XML is not well-formed', { cause })
  }
  const rootName = Object.keys(parsed).find(name => !name.startsWith('?') && name !== '#text')
  const root = rootName === undefined ? undefined : parsed[rootName]
  if (rootName === undefined || root === undefined) throw new ReadingRefused('broken', 'The XML has no root element')
  return {
    rootName,
    namespace: namespaceOf(text, rootName),
    root: new XmlElement(Array.isArray(root) ? (root[0] ?? '') : root),
  }
}

/** Byte order mark first, then the declaration, then UTF-8. */
export function decodeXml(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (first === 0x3c && second === 0) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0 && second === 0x3c) return new TextDecoder('utf-16be').decode(bytes)
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1')
  const declared = /<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1] ?? 'utf-8'
  return decoderFor(declared).decode(bytes)
}

/** Bytes without a zero every other place are not UTF-16, whatever the declaration says: senders re-encode and forget it. */
function decoderFor(declared: string): TextDecoder {
  if (/^utf-?16/i.test(declared)) return new TextDecoder()
  try {
    return new TextDecoder(declared)
  } catch {
    return new TextDecoder()
  }
}

type Parser = { parse(text: string): Record<string, ParsedXml> }
let loading: Promise<Parser> | undefined

/** Loaded at the first XML: an idle server does not carry it. */
function loadParser(): Promise<Parser> {
  loading ??= import('fast-xml-parser').then(
    ({ XMLParser }) =>
      new XMLParser({
        ignoreAttributes: false,
        attributeNamePrefix: '@',
        removeNSPrefix: true,
        parseTagValue: false,
        parseAttributeValue: false,
        // Decodes numeric references too; entities of a DTD cannot exist, it was refused.
        htmlEntities: true,
      }),
  )
  return loading
}

function namespaceOf(text: string, rootName: string): string {
  const tag = new RegExp(`<(?:([\\w.-]+):)?${rootName.replace(/[^\w-]/g, '\\$&')}[\\s>/][^>]*`).exec(text)
  if (!tag) return ''
  const declaration = tag[1] ? `xmlns:${tag[1]}` : 'xmlns'
  return new RegExp(`\\s${declaration}\\s*=\\s*["']([^"']*)["']`).exec(tag[0])?.[1]?.trim() ?? ''
}
