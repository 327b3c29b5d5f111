import type { Candidate } from './candidate.ts'
import type { LabelKind } from './labels.ts'
import { type NearText, textsNear } from './near-label.ts'
import { printedDatesIn } from './parse-printed-date.ts'
import type { PrintedCell, PrintedLine } from './printed-line.ts'
import type { PrintedText } from './printed-text.ts'
import { endsWithTitle, followsTitle, isMentioned } from './title-word.ts'

/** How much a position beside a label is worth. One sighting alone never makes us sure: see `choose`. */
const BY_PLACE: Record<NearText['how'], number> = { inline: 0.9, right: 0.89, below: 0.86 }
/** `Number`, `Our reference`, `Ref`: often the invoice's, as often something else's. */
const VAGUE_LABEL = 0.65
const TITLE_WITH_SIGN = 0.9
const TITLE_ALONE = 0.85
const BESIDE_TITLE = 0.75
/** Factor for labels and titles inside a sentence. */
const MENTIONED = 0.6

const SIGN =
  /(?:(?<![\p{L}_])(?:no?|nr|num(?:[eé]ro|mer|ber)?|id)(?![\p{L}_])\s?[.°º]?|(?<![\p{L}_])n[°º]|#|№)\s*:?\s*(?=\S*\d)/giu

export function readNumber(printed: PrintedText): Candidate[] {
  return [
    ...labelled(printed, 'invoiceNumber', 1),
    ...labelled(printed, 'documentNumber', VAGUE_LABEL),
    ...inTitles(printed),
  ]
}

/** The number announced by another label: order, contract. */
export function readOtherNumber(printed: PrintedText, kind: 'orderNumber' | 'contractNumber'): Candidate[] {
  // Bare words (`Order`, `Contract`) stand in sentences as well.
  return labelled(printed, kind, 0.95).map(candidate => ({ ...candidate, score: candidate.score - 0.05 }))
}

function labelled(printed: PrintedText, kind: LabelKind, weight: number): Candidate[] {
  return printed.labels
    .filter(label => label.kinds.includes(kind))
    .flatMap(label => {
      const mentioned = isMentioned(label.cell.text.slice(0, label.start)) ? MENTIONED : 1
      for (const near of textsNear(label, printed)) {
        const value = near.distance > 1 ? null : numberAtStart(near.text)
        if (value !== null && kind === 'documentNumber' && !standsAlone(value, near.text)) return []
        if (value !== null) return [{ value, score: BY_PLACE[near.how] * weight * mentioned }]
      }
      return []
    })
}

/** `Rechnung Nr. 42 vom 1.2.2026`, `Invoice (380) # A-7`, `Avoir AV-2017-0005`. */
function inTitles({ lines }: PrintedText): Candidate[] {
  return lines.flatMap((line, index) =>
    line.cells.flatMap(cell => {
      const isUnderTitle = followsTitle(line, cell, lines[index - 1])
      return [...withSign(cell.text, isUnderTitle), ...withoutSign(cell.text), ...besideTitle(line, cell)]
    }),
  )
}

function withSign(text: string, isUnderTitle: boolean): Candidate[] {
  return [...text.matchAll(SIGN)].flatMap(match => {
    const before = text.slice(0, match.index)
    const rest = text.slice(match.index + match[0].length)
    const value = numberAtStart(rest) ?? NUMBER_LIKE_A_DATE.exec(rest)?.[0]
    if (value === undefined) return []
    if (before === '' && isUnderTitle) return [{ value, score: TITLE_WITH_SIGN }]
    if (before === '' && standsAlone(value, rest)) return [{ value, score: VAGUE_LABEL * BY_PLACE.inline }]
    if (!endsWithTitle(before)) return []
    return [{ value, score: TITLE_WITH_SIGN * (isMentioned(before.replace(/\S+\s*$/, '')) ? MENTIONED : 1) }]
  })
}

/** `No. 5 High Street` is an address: behind a bare sign only a date may follow the number. */
function standsAlone(value: string, text: string): boolean {
  const behind = text.slice(text.indexOf(value) + value.length).trim()
  return behind === '' || printedDatesIn(behind).length > 0
}

/** `N° 2026/03/12` is the twelfth invoice of March: no issuer writes a number sign before a date. */
const NUMBER_LIKE_A_DATE = /^\d{4}[/-]\d{2}[/-]\d{1,4}(?=\s|$)/

function withoutSign(text: string): Candidate[] {
  const words = text.split(' ')
  const withDigits = words.findIndex(word => /\d{2}/.test(word))
  // `Fatura FT 2026/7`: the series belongs to the number.
  const at = /^[A-Z]{1,5}$/.test(words[withDigits - 1] ?? '') && withDigits > 1 ? withDigits - 1 : withDigits
  if (at < 1 || at > 4 || words.length - at > 5) return []
  const title = [at, withDigits].find(end => endsWithTitle(words.slice(0, end).join(' ')))
  const value = title === undefined ? null : numberAtStart(words.slice(title).join(' '))
  return value === null ? [] : [{ value, score: TITLE_ALONE }]
}

/** `Facture :` and to its right nothing but `F-2026-7`. */
function besideTitle(line: PrintedLine, cell: PrintedCell): Candidate[] {
  const title = line.cells[line.cells.indexOf(cell) - 1]
  const value = numberAtStart(cell.text)
  if (!title || value === null || title.text.length > 30 || !endsWithTitle(title.text)) return []
  return /\d{3}/.test(value) && cell.text.replace(/^#\s*/, '').length === value.length
    ? [{ value, score: BESIDE_TITLE }]
    : []
}

/** A prefix may be set apart (`FT 2026/12`, `INV 0007`); groups of digits alone may too. */
const NUMBER_TOKEN = /^(?:[A-Z]{1,5}\s(?=[A-Z]?[/\d]))?[A-Za-z0-9][A-Za-z0-9\-–/._\\]*/
const DIGIT_GROUPS = /^\d{1,5}(?: \d{1,6}){1,4}$/

/** The identifier a text begins with; null when it begins with a date, an amount, a phone number or a word. */
export function numberAtStart(text: string): string | null {
  const clean = text.replace(/^[\s:.#°º=-]+/, '').replace(/^(?:n[°ºo]|nr|no)\.?\s*:?\s*(?=\S*\d)/i, '')
  if (DIGIT_GROUPS.test(clean)) return clean
  const token = NUMBER_TOKEN.exec(clean)?.[0].replace(/[-–/._\\]+$/, '')
  if (!token || !/\d/.test(token) || token.length > 35) return null
  const rest = clean.slice(token.length)
  if (/^[@%€$£]|^\s?(?:€|EUR\b|%)/.test(rest) || /^(?:www\.|https?)/i.test(token)) return null
  if (/^,\d{2}\b/.test(rest) || /^\d{1,3}(?:\.\d{3})*,\d{2}$/.test(token)) return null
  const [date] = printedDatesIn(clean)
  if (date && date.start === 0 && date.end >= token.length) return null
  // A lone digit or two is a page, a position or a quantity far more often than an invoice.
  return /^\d{1,2}$/.test(token) && /^\s*[/,]|\s\w/.test(rest) ? null : token
}
