/** What a file is by its first bytes; names and headers are often wrong. `html` is a page, never a document. */
export type DocumentKind = 'pdf' | 'image' | 'xml' | 'html' | 'other'

/** The PDF header may be preceded by up to this much, as every viewer allows. */
const PDF_SEARCH = 1024

export function recogniseDocument(bytes: Uint8Array): DocumentKind {
  const start = Buffer.from(bytes.subarray(0, PDF_SEARCH + 5))
  if (start.includes('%PDF-')) return 'pdf'
  const hex = start.subarray(0, 12).toString('hex')
  if (/^(89504e47|ffd8ff|49492a00|4d4d002a)/.test(hex) || /^52494646.{8}57454250/.test(hex)) return 'image'
  const text = start
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (/^(<!doctype html|<html|<head|<body)/i.test(text) || /<html[\s>]/i.test(text)) return 'html'
  if (/^<\?xml|^<[A-Za-z_][\w.-]*:?[\w.-]*[\s>]/.test(text))
    return /^<(div|p|span|table|script|form|section|main|h\d)[\s>]/i.test(text) ? 'html' : 'xml'
  return 'other'
}

export function isDocument(bytes: Uint8Array): boolean {
  return /^(pdf|image|xml)$/.test(recogniseDocument(bytes))
}

/** A PDF inside JSON, as some single-page apps receive it: base64 of `%PDF-` always starts like this. */
export function pdfInText(text: string): Uint8Array | null {
  const match = /JVBERi0[A-Za-z0-9+/=\\]{100,}/.exec(text)
  if (!match) return null
  const bytes = Buffer.from(match[0].replaceAll('\\/', '/').replaceAll('\\', ''), 'base64')
  return recogniseDocument(bytes) === 'pdf' ? new Uint8Array(bytes) : null
}
