import type { EInvoice } from './e-invoice.ts'
import { type ParsedXmlDocument, parseXml } from './parse-xml.ts'
import { readCii } from './read-cii.ts'
import { readEbInterface } from './read-eb-interface.ts'
import { readFacturae } from './read-facturae.ts'
import { readFatturaPa } from './read-fattura-pa.ts'
import { readUbl, UBL_ROOTS } from './read-ubl.ts'
import type { XmlElement } from './xml-element.ts'

const CII_ROOTS = new Set(['CrossIndustryInvoice', 'CrossIndustryDocument', 'SCRDMCCBDACIOMessageStructure'])

/** Null for XML that is no invoice we know; throws `ReadingRefused` for XML that is not read at all. */
export async function readEInvoice(bytes: Uint8Array): Promise<EInvoice | null> {
  return readParsed(await parseXml(bytes))
}

function readParsed({ root, rootName, namespace }: ParsedXmlDocument): EInvoice | null {
  if (CII_ROOTS.has(rootName)) return readCii(root)
  if (/^FatturaElettronica(Semplificata)?$/.test(rootName)) return readFatturaPa(root)
  if (rootName === 'Facturae') return readFacturae(root)
  if (/ebinterface/i.test(namespace)) return readEbInterface(root, namespace)
  if (rootName in UBL_ROOTS && /oasis:names:specification:ubl/i.test(namespace)) return readUbl(root, rootName)
  // Peppol's envelope carries the business document as its last child.
  if (rootName === 'StandardBusinessDocument') return readEnveloped(root)
  return null
}

function readEnveloped(root: XmlElement): EInvoice | null {
  for (const rootName of Object.keys(UBL_ROOTS)) {
    const invoice = root.first(rootName)
    if (invoice?.text('ID')) return readUbl(invoice, rootName)
  }
  const cii = root.first('CrossIndustryInvoice')
  return cii && readCii(cii)
}
