import { compact, compactText, isWordEnd, isWordStart } from './compact-text.ts'
import { LABELS, type LabelKind } from './labels.ts'
import type { PrintedCell, PrintedLine } from './printed-line.ts'

/** One label on the page, and the text that follows it in the same cell. */
export interface FoundLabel {
  /** The kinds this wording can announce: `client` is a customer's number or the buyer. */
  kinds: LabelKind[]
  /** Compact wording. Longer is more telling. */
  wording: string
  line: PrintedLine
  lineIndex: number
  cellIndex: number
  cell: PrintedCell
  /** Positions in the cell's text; `end` is past the last character. */
  start: number
  end: number
}

interface TrieNode {
  next: Map<string, TrieNode>
  kinds: LabelKind[]
}

/** Every label of the lines, in reading order, never overlapping. */
export function findLabels(lines: PrintedLine[]): FoundLabel[] {
  return lines.flatMap((line, lineIndex) =>
    line.cells.flatMap((cell, cellIndex) =>
      labelsIn(cell.text).map(found => ({ ...found, line, lineIndex, cell, cellIndex })),
    ),
  )
}

type LabelInText = Pick<FoundLabel, 'kinds' | 'wording' | 'start' | 'end'>

export function labelsIn(text: string): LabelInText[] {
  const folded = compactText(text)
  const found: LabelInText[] = []
  for (let index = 0; index < folded.compact.length; ) {
    const match = isWordStart(folded, index) ? longestFrom(folded, index) : null
    if (!match) {
      index++
      continue
    }
    found.push({
      kinds: match.kinds,
      wording: folded.compact.slice(index, match.end),
      start: folded.positions[index] ?? 0,
      end: (folded.positions[match.end - 1] ?? 0) + 1,
    })
    index = match.end
  }
  return found
}

function longestFrom(
  folded: ReturnType<typeof compactText>,
  start: number,
): { kinds: LabelKind[]; end: number } | null {
  let node: TrieNode | undefined = TRIE
  let longest: { kinds: LabelKind[]; end: number } | null = null
  for (let index = start; index < folded.compact.length; index++) {
    node = node.next.get(folded.compact[index] ?? '')
    if (!node) break
    if (node.kinds.length && isWordEnd(folded, index)) longest = { kinds: node.kinds, end: index + 1 }
  }
  return longest
}

const TRIE = buildTrie()

function buildTrie(): TrieNode {
  const root: TrieNode = { next: new Map(), kinds: [] }
  for (const [kind, wordings] of Object.entries(LABELS) as [LabelKind, string][]) {
    for (const wording of wordings.split('|')) addWording(root, compact(wording), kind)
  }
  return root
}

function addWording(root: TrieNode, wording: string, kind: LabelKind): void {
  if (!wording) return
  let node = root
  for (const letter of wording) {
    let next = node.next.get(letter)
    if (!next) {
      next = { next: new Map(), kinds: [] }
      node.next.set(letter, next)
    }
    node = next
  }
  if (!node.kinds.includes(kind)) node.kinds.push(kind)
}
