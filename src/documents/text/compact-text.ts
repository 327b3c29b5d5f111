/** Letters and digits of a text without case, accents, spaces and punctuation, and where each stood. */
export interface CompactText {
  original: string
  compact: string
  /** Position in `original` of each character of `compact`. */
  positions: number[]
}

const SPECIAL: Record<string, string> = { ß: 'ss', œ: 'oe', æ: 'ae', ø: 'o', ł: 'l', '#': 'no' }

/**
 * Labels are compared in this form: it makes `N° de facture`, `No. de Facture:` and a badly kerned `N ° de fac ture` alike,
 * and spaced-out titles (`R E C H N U N G`) readable.
 */
export function compactText(original: string): CompactText {
  let compact = ''
  const positions: number[] = []
  for (let at = 0; at < original.length; at++) {
    const char = original[at] ?? ''
    for (const letter of foldedLetters(char)) {
      compact += letter
      positions.push(at)
    }
  }
  return { original, compact, positions }
}

export function compact(text: string): string {
  return compactText(text).compact
}

/** True where a word may start: not in the middle of one. */
export function isWordStart({ original, positions }: CompactText, index: number): boolean {
  const at = positions[index] ?? 0
  if (positions[index - 1] === at) return false
  return !isLetter(original[at - 1]) || !isLetter(original[at])
}

/** True where a word may end, `index` being its last character: `PO` is no word in `PO7781`. */
export function isWordEnd({ original, positions }: CompactText, index: number): boolean {
  const at = positions[index] ?? 0
  if (positions[index + 1] === at) return false
  return !/[\p{L}\d]/u.test(original[at + 1] ?? '')
}

function foldedLetters(char: string): string {
  if (/[a-z0-9]/.test(char)) return char
  const lower = char.toLowerCase()
  const special = SPECIAL[lower]
  if (special) return special
  return lower.normalize('NFKD').replace(/[^a-z0-9]/g, '')
}

function isLetter(char: string | undefined): boolean {
  return char !== undefined && /\p{L}/u.test(char)
}
