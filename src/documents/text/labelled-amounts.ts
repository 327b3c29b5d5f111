import type { FoundLabel } from './find-labels.ts'
import type { LabelKind } from './labels.ts'
import { textsNear } from './near-label.ts'
import { type PrintedAmount, printedAmountsIn } from './parse-printed-amount.ts'
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
  const all = printed.lines.flatMap(line => line.cells.flatMap(({ text }) => moneyIn(text))).map(({ amount }) => amount)
  const labelled = printed.labels.flatMap((label, index) => {
    const kind = label.kinds.find((each): each is AmountKind => AMOUNT_KINDS.has(each))
    return kind === undefined ? [] : amountsOf(label, kind, { printed, next: printed.labels[index + 1] })
  })
  return { labelled, all }
}

function amountsOf(
  label: FoundLabel,
  kind: AmountKind,
  { printed, next }: { printed: PrintedText; next: FoundLabel | undefined },
): LabelledAmount[] {
  const toLabelled = ({ amount, currency }: PrintedAmount, cell: PrintedCell, isBelow = false): LabelledAmount => ({
    kind,
    amount,
    currency,
    cell,
    isBelow,
  })
  const inline = label.cell.text.slice(label.end, next?.cell === label.cell ? next.start : undefined)
  const announces = !isInSentence(label)
  const [direct] = announces || inline.length < 30 ? moneyIn(inline) : []
  if (direct) return [toLabelled(kind === 'tax' ? (moneyIn(inline).at(-1) ?? direct) : direct, label.cell)]
  // A label with more words behind it in its cell still announces what stands to the right: `Total for this month`.
  if (!announces || isFollowedByLabel(next, label)) return []
  const near = textsNear(label, printed)
  const right = near
    .filter(({ how }) => how === 'right')
    .flatMap(({ text, cell }) => moneyIn(text).map(found => ({ found, cell })))
  const last = right.at(-1)
  if (last) return [toLabelled(last.found, last.cell)]
  return near
    .filter(({ how }) => how === 'below')
    .flatMap(({ text, cell }) =>
      moneyIn(text)
        .slice(0, 1)
        .map(found => toLabelled(found, cell, true)),
    )
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

/** Whole numbers count only beside a currency; anything else is a quantity, a year, a number. */
function moneyIn(text: string): PrintedAmount[] {
  return printedAmountsIn(text).filter(({ hasDecimals, currency }) => hasDecimals || currency !== null)
}
