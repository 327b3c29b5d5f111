import { isSameAmount, sumOf, toUnits } from '../amount.ts'
import { type LabelledAmount, labelledAmounts } from './labelled-amounts.ts'
import type { PrintedText } from './printed-text.ts'

export interface Reckoned {
  value: string
  confidence: number
}

export interface ReadTotals {
  total: Reckoned | null
  net: Reckoned | null
  tax: Reckoned | null
  amountDue: Reckoned | null
  /** The sign or code beside the total. */
  currency: string | null
}

/** What a label is worth as a name for the total with tax. */
const WEIGHTS: Partial<Record<LabelledAmount['kind'], number>> = { gross: 0.84, total: 0.7, due: 0.68 }
const BELOW = 0.85
/** `net + tax = total` with all three printed and labelled: chance does not do that. */
const ADDS_UP = 0.13
/** The tax printed without a label we know, but the difference is printed and is a possible rate of the net. */
const DIFFERENCE_PRINTED = 0.08
const EQUALS_NET = 0.04
const LARGEST = 0.04
const NOT_LARGEST = -0.12
const DEDUCTED = -0.25
const MAX_CONFIDENCE = 0.98
const MIN_CONFIDENCE = 0.4
/** VAT rates reach 27 % in Hungary; nothing taxes more. */
const HIGHEST_RATE = 0.28
/** Cents that rounding by line may cost. */
const ROUNDING = 0.02

interface Reckoning {
  amount: LabelledAmount
  score: number
  net: string | null
  tax: string | null
}

export function readTotals(printed: PrintedText): ReadTotals {
  const { labelled, all } = labelledAmounts(printed)
  const reckonings = labelled
    .filter(({ kind }) => WEIGHTS[kind] !== undefined)
    .map(amount => reckon(amount, { labelled, all }))
    .toSorted((a, b) => b.score - a.score)
  const best = withPrepayment(reckonings, labelled)
  if (!best || best.score < MIN_CONFIDENCE)
    return { total: null, net: null, tax: null, amountDue: null, currency: null }
  const rival = reckonings.find(({ amount }) => !isSameAmount(amount.amount, best.amount.amount))
  const contested = rival && rival.score > best.score - 0.05 ? 0.85 : 1
  const confidence = round(Math.min(best.score, MAX_CONFIDENCE) * contested)
  const reckoned = (value: string | null) => (value === null ? null : { value, confidence: round(confidence * 0.97) })
  const due = labelled.filter(({ kind }) => kind === 'due').toSorted((a, b) => Number(a.isBelow) - Number(b.isBelow))[0]
  return {
    total: { value: best.amount.amount, confidence },
    net: reckoned(best.net) ?? onlyOne(labelled, 'net'),
    tax: reckoned(best.tax) ?? onlyOne(labelled, 'tax'),
    amountDue: due ? { value: due.amount, confidence: due.isBelow ? 0.6 : 0.8 } : null,
    currency: best.amount.currency,
  }
}

/** Where the sum does not come out (a tax was withheld, a deposit added), the one amount with the label still is what it says. */
function onlyOne(labelled: LabelledAmount[], kind: 'net' | 'tax'): Reckoned | null {
  const [amount, another] = valuesOf(
    labelled.filter(({ isBelow }) => !isBelow),
    kind,
  )
  return amount !== undefined && another === undefined ? { value: amount, confidence: LABEL_ALONE } : null
}

const LABEL_ALONE = 0.7

function reckon(amount: LabelledAmount, { labelled, all }: { labelled: LabelledAmount[]; all: string[] }): Reckoning {
  const gross = amount.amount
  const nets = valuesOf(labelled, 'net')
  const taxes = withSum(valuesOf(labelled, 'tax'))
  const { net, tax, bonus } = partsOf(gross, { nets, taxes, all })
  const largest = Math.max(...all.map(each => Math.abs(toUnits(each))))
  const isLargest = Math.abs(toUnits(gross)) >= largest
  const weight = (WEIGHTS[amount.kind] ?? 0) * (amount.isBelow ? BELOW : 1)
  // Where the sum proves the total, a larger amount elsewhere (a capital, a limit, an example) says nothing against it.
  const size = isLargest ? LARGEST : bonus >= ADDS_UP ? 0 : NOT_LARGEST
  const isZero = toUnits(gross) === 0 && largest > 0 ? -0.25 : 0
  return {
    amount,
    score: weight + bonus + size + isZero + deducted(amount, labelled) + repeated(gross, amount, labelled),
    net,
    tax,
  }
}

/** `Total 25.00`, and below it `Amount paid -25.00`: the second is taken off the first. */
function deducted({ amount }: LabelledAmount, labelled: LabelledAmount[]): number {
  const isTaken = amount.startsWith('-') && labelled.some(other => other.amount === amount.slice(1))
  return isTaken ? DEDUCTED : 0
}

/** The same amount under another total's label: `Total` and `Amount due` agree. */
function repeated(gross: string, amount: LabelledAmount, labelled: LabelledAmount[]): number {
  const others = labelled.filter(
    other => WEIGHTS[other.kind] !== undefined && other.cell !== amount.cell && isSameAmount(other.amount, gross),
  )
  return others.length ? 0.05 : 0
}

interface Parts {
  net: string | null
  tax: string | null
  bonus: number
}

function partsOf(gross: string, { nets, taxes, all }: { nets: string[]; taxes: string[]; all: string[] }): Parts {
  for (const net of nets) {
    const tax = taxes.find(each => isPossibleTax(net, each) && isSameAmount(sumOf([net, each]), gross, ROUNDING))
    if (tax !== undefined && toUnits(tax) !== 0) return { net, tax, bonus: ADDS_UP }
  }
  const equal = nets.find(net => isSameAmount(net, gross))
  const zero = taxes.find(tax => toUnits(tax) === 0)
  if (equal && zero !== undefined) return { net: equal, tax: '0.00', bonus: ADDS_UP - 0.03 }
  for (const net of nets) {
    const tax = all.find(
      each => toUnits(each) !== 0 && isPossibleTax(net, each) && isSameAmount(sumOf([net, each]), gross),
    )
    if (tax !== undefined) return { net, tax, bonus: DIFFERENCE_PRINTED }
  }
  for (const tax of taxes) {
    const net = all.find(
      each => toUnits(tax) !== 0 && isPossibleTax(each, tax) && isSameAmount(sumOf([each, tax]), gross),
    )
    if (net !== undefined) return { net, tax, bonus: DIFFERENCE_PRINTED }
  }
  return equal ? { net: null, tax: null, bonus: EQUALS_NET } : { net: null, tax: null, bonus: 0 }
}

function isPossibleTax(net: string, tax: string): boolean {
  const rate = toUnits(tax) / toUnits(net)
  return rate >= 0 && rate <= HIGHEST_RATE
}

/**
 * What is left to pay is not the total when something was prepaid: where a printed total less a printed prepayment
 * gives the amount due, the larger one is the invoice's.
 */
function withPrepayment(reckonings: Reckoning[], labelled: LabelledAmount[]): Reckoning | null {
  const best = reckonings[0]
  if (best?.amount.kind !== 'due') return best ?? null
  const prepaid = valuesOf(labelled, 'prepaid').filter(amount => toUnits(amount) !== 0)
  const whole = reckonings.find(({ amount }) =>
    prepaid.some(part => isSameAmount(sumOf([best.amount.amount, part.replace('-', '')]), amount.amount)),
  )
  return whole ?? best
}

function valuesOf(labelled: LabelledAmount[], kind: LabelledAmount['kind']): string[] {
  return [...new Set(labelled.filter(each => each.kind === kind).map(({ amount }) => amount))]
}

/** Taxes at several rates add up to the invoice's. */
function withSum(taxes: string[]): string[] {
  const sums: string[] = []
  for (let from = 0; from < taxes.length && taxes.length <= 8; from++) {
    for (let to = from + 2; to <= taxes.length; to++) sums.push(sumOf(taxes.slice(from, to)))
  }
  return [...taxes, ...sums]
}

function round(confidence: number): number {
  return Math.round(confidence * 100) / 100
}
