import type { Collector, CollectorKind } from '#collector-kit/index.ts'

interface Wanted {
  search?: string | undefined
  country?: string | undefined
  kind?: CollectorKind | undefined
}

/** Collectors that fit, best first: name starts with, contains, nearly contains; then by name. */
export function searchCollectors(collectors: Collector[], { search = '', country, kind }: Wanted): Collector[] {
  const wanted = fold(search)
  return collectors
    .filter(collector => !kind || collector.kind === kind)
    .filter(({ countries = [] }) => !country || countries.length === 0 || countries.includes(country))
    .map(collector => ({ collector, score: score(collector, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.collector.name.localeCompare(b.collector.name))
    .map(({ collector }) => collector)
}

/** 0: no match. */
function score({ id, name, homepage }: Collector, wanted: string): number {
  if (wanted === '') return 1
  const foldedName = fold(name)
  if (foldedName.startsWith(wanted)) return 4
  if (`${foldedName} ${fold(id)} ${fold(homepage)}`.includes(wanted)) return 3
  const words = foldedName.split(' ')
  return wanted.length >= 4 && words.some(word => isNearly(word, wanted)) ? 2 : 0
}

/** Without accents, case and punctuation: `É.D.F` is found as `edf`. */
function fold(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

/** One slip of the fingers apart: a letter more, less, other, or two swapped. The word may go on. */
function isNearly(word: string, wanted: string): boolean {
  const candidates = [word.slice(0, wanted.length - 1), word.slice(0, wanted.length), word.slice(0, wanted.length + 1)]
  return candidates.some(candidate => distance(candidate, wanted) <= 1)
}

/** Damerau-Levenshtein (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)])
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let j = 0; j <= b.length; j++) (rows[0] as number[])[j] = j
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost)
      ;(rows[i] as number[])[j] = isSwap ? Math.min(best, at(i - 2, j - 2) + 1) : best
    }
  }
  return at(a.length, b.length)
}
