import type { FoundLabel } from './find-labels.ts'
import type { LabelKind } from './labels.ts'
import { textsNear } from './near-label.ts'
import { decimalSeparatorsIn, type PrintedAmount, printedAmountsIn } from './parse-printed-amount.ts'
import type { PrintedCell } from './printed-line.ts'
import type { PrintedText } from './printed-text.ts'

type AmountKind = Extract<LabelKind, 'gross' | 'total' | 'due' | 'net' | 'tax' | 'prepaid' | 'otherAmount'>
const AMOUNT_KINDS = new Set<LabelKind>(['gross', 'total', 'due', 'net', 'tax', 'prepaid', 'otherAmount'])

export interface LabelledAmount {
  kind: AmountKind
  amount: string
  currency: string | null
  cell: PrintedCell
  /** Read from a column under its heading, which shifts more easily than a row. */
  isBelow: boolean
}

/** Amounts with the label that announces each, and every amount of the document. */
export function labelledAmounts(printed: PrintedText): { labelled: LabelledAmount[]; all: string[] } {
  const moneyIn = moneyReader(printed.text)
  const all = printed.lines.flatMap(line => line.cells.flatMap(({ text }) => moneyIn(text))).map(({ amount }) => amount)
  const labelled = printed.labels.flatMap((label, index) => {
    const next = printed.labels[index + 1]
    const kind = kindOf(label, next)
    return kind === null ? [] : amountsOf(label, kind, { printed, next, moneyIn })
  })
  return { labelled, all }
}

type MoneyReader = (text: string) => PrintedAmount[]

/** Whole numbers count only beside a currency; anything else is a quantity, a year, a number. */
function moneyReader(documentText: string): MoneyReader {
  const decimalSeparators = decimalSeparatorsIn(documentText)
  return text =>
    printedAmountsIn(text).filter(({ hasDecimals, currency, openSeparator }) => {
      if (openSeparator !== null && decimalSeparators.has(openSeparator)) return false
      return hasDecimals || currency !== null
    })
}

const NET_WORDS = /\b(?:net(?:to|te|o)?|ht|hors|excl\w*|exkl\w*|ohne|sans|sin|senza|zonder|sem|before|without|h\.t\.)/i
const GROSS_WORDS = /\b(?:brutto|ttc|incl\w*|inkl\w*|mit|avec|con|met|com|including|with|t\.t\.c\.)/i

/** `Gesamtkosten netto` is no total although `Gesamtkosten` is: the words behind a label qualify it. */
function kindOf(label: FoundLabel, next: FoundLabel | undefined): AmountKind | null {
  const kind = label.kinds.find((each): each is AmountKind => AMOUNT_KINDS.has(each))
  if (kind === undefined) return null
  const behind = label.cell.text.slice(label.end, next?.cell === label.cell ? next.end : undefined).slice(0, 25)
  if ((kind === 'gross' || kind === 'total') && NET_WORDS.test(behind) && !GROSS_WORDS.test(behind)) return 'net'
  return kind === 'total' && GROSS_WORDS.test(behind) ? 'gross' : kind
}

interface Surroundings {
  printed: PrintedText
  next: FoundLabel | undefined
  moneyIn: MoneyReader
}

function amountsOf(label: FoundLabel, kind: AmountKind, { printed, next, moneyIn }: Surroundings): LabelledAmount[] {
  const toLabelled = ({ amount, currency }: PrintedAmount, cell: PrintedCell, isBelow = false): LabelledAmount => ({
    kind,
    amount,
    currency,
    cell,
    isBelow,
  })
  const inline = label.cell.text.slice(label.end, next?.cell === label.cell ? next.start : undefined)
  const announces = !isInSentence(label)
  const direct =
    announces || inline.length < 30 ? moneyIn(inline).filter(({ start }) => !isBase(kind, inline.slice(0, start))) : []
  const found = kind === 'tax' ? direct.at(-1) : direct[0]
  if (found) return [toLabelled(found, label.cell)]
  // A label with more words behind it in its cell still announces what stands to the right: `Total for this month`.
  if (!announces || isFollowedByLabel(next, label)) return []
  const near = textsNear(label, printed)
  const right = near
    .filter(({ how }) => how === 'right')
    .flatMap(({ text, cell }) => moneyIn(text).map(amount => ({ amount, cell })))
  const last = right.at(-1)
  if (last) return [toLabelled(last.amount, last.cell)]
  return near
    .filter(({ how }) => how === 'below')
    .flatMap(({ text, cell }) =>
      moneyIn(text)
        .slice(0, 1)
        .map(amount => toLabelled(amount, cell, true)),
    )
}

/** `VAT 21 % on € 38.00`: what the tax is taken of. */
function isBase(kind: AmountKind, before: string): boolean {
  return kind === 'tax' && /\b(?:on|of|over|auf|von|aus|sur|de|su|sobre|di|base)\s*[€$£]?\s*$/i.test(before)
}

/** Of two labels in one cell the right-hand amounts belong to the second. */
function isFollowedByLabel(next: FoundLabel | undefined, label: FoundLabel): boolean {
  return (
    next?.cell === label.cell &&
    next.kinds.some(kind => AMOUNT_KINDS.has(kind)) &&
    !/[(/,]/.test(label.cell.text.slice(label.end, next.start))
  )
}

/** Words before a label in its own cell: `Please pay the total amount within…` */
function isInSentence({ cell, start }: FoundLabel): boolean {
  return cell.text.slice(0, start).trim().split(/\s+/).length > 4
}
