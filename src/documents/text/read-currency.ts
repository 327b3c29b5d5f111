import { type Candidate, choose } from './candidate.ts'
import { textsNear } from './near-label.ts'
import { CURRENCY_SIGN, currencyOf } from './parse-printed-amount.ts'
import type { PrintedText } from './printed-text.ts'

const LABELLED = 0.9
const BESIDE_TOTAL = 0.9
/** One currency in the whole document. */
const UNANIMOUS = 0.9
const MAJORITY = 0.7
/** `$` where nothing names another dollar. */
const BARE_DOLLAR = 0.92

export function readCurrency(printed: PrintedText, besideTotal: string | null): ReturnType<typeof choose> {
  const candidates: Candidate[] = labelledCurrencies(printed).map(value => ({ value, score: LABELLED }))
  const dollar = dollarOf(printed.text)
  const known = (sign: string): Candidate => (sign === '$' ? dollar : { value: sign, score: 1 })
  if (besideTotal) {
    const { value, score } = known(besideTotal)
    candidates.push({ value, score: BESIDE_TOTAL * score })
  }
  candidates.push(
    ...counted(printed.text).map(({ sign, score }) => ({ value: known(sign).value, score: score * known(sign).score })),
  )
  return choose(candidates)
}

function labelledCurrencies(printed: PrintedText): string[] {
  return printed.labels
    .filter(({ kinds }) => kinds.includes('currency') && !kinds.includes('otherCurrency'))
    .flatMap(label => {
      for (const near of textsNear(label, printed).slice(0, 2)) {
        const found = near.text.slice(0, 30).match(CURRENCY_SIGN)?.[0] ?? nameIn(near.text.slice(0, 30))
        const currency = found ? currencyOf(found) : null
        if (currency && currency !== '$') return [currency]
      }
      return []
    })
}

const NAMES: [pattern: RegExp, code: string][] = [
  [/\beuros?\b/i, 'EUR'],
  [/\bus[- ]?dollars?\b|dollars? (?:us|américains?)\b/i, 'USD'],
  [/\bpounds? sterling\b|\blivres? sterling\b/i, 'GBP'],
  [/\bswiss francs?\b|\bfrancs? suisses?\b|schweizer franken/i, 'CHF'],
]

function nameIn(text: string): string | undefined {
  return NAMES.find(([pattern]) => pattern.test(text))?.[1]
}

function counted(text: string): { sign: string; score: number }[] {
  const signs = [...text.matchAll(CURRENCY_SIGN)].flatMap(([sign]) => currencyOf(sign) ?? [])
  const named = nameIn(text)
  const byCount = [...Map.groupBy(named ? [...signs, named] : signs, sign => sign)].toSorted(
    (a, b) => b[1].length - a[1].length,
  )
  const score = byCount.length === 1 ? UNANIMOUS : MAJORITY
  return byCount.slice(0, 1).map(([sign]) => ({ sign, score }))
}

/** A dozen countries write `$`; the document nearly always says which one, if it is not the United States'. */
function dollarOf(text: string): Candidate {
  const others: [RegExp, string][] = [
    [/\bUSD\b|US\$|\bUS dollars?\b|\bU\.S\./i, 'USD'],
    [/\bCAD\b|CA\$|\bC\$|canad|\b[GH]ST\b.*\b(?:QST|PST|TVQ)\b/i, 'CAD'],
    [/\bAUD\b|A\$|\bABN\b|australia/i, 'AUD'],
    [/\bNZD\b|NZ\$|new zealand/i, 'NZD'],
    [/\bSGD\b|S\$|singapore/i, 'SGD'],
    [/\bMXN\b|m[ée]xico\b/i, 'MXN'],
  ]
  const named = others.filter(([pattern]) => pattern.test(text))
  const [only] = named
  if (only) return { value: only[1], score: named.length === 1 ? 1 : 0.8 }
  return { value: 'USD', score: BARE_DOLLAR }
}
