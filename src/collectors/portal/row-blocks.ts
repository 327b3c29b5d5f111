import { type ColumnRole, roleOfHint, roleOfLabel } from './column-roles.ts'
import type { PageNode } from './page-snapshot.ts'
import { ancestorsOf, isControl, visibleText, walkDown } from './page-tree.ts'
import { findAmounts, type WrittenAmount } from './written-amount.ts'
import { findDates, type WrittenDate } from './written-date.ts'

/** The smallest piece of a row that makes sense by itself: a cell, a line, a `label: value`. */
export interface RowBlock {
  text: string
  /** Where it stands in its row: the same in every row of a regular list. */
  key: string
  /** What a head, a label or a class name says about it; null when nothing does. */
  role: ColumnRole | null
  /** True when only a class name said so. */
  isHint: boolean
  dates: WrittenDate[]
  amounts: WrittenAmount[]
  node: PageNode
}

/** Column heads by column index, as written. */
export type Heads = string[]

const LONGEST_BLOCK = 160

/** The row cut into blocks, each with its label. */
export function cutIntoBlocks(row: PageNode[], heads: Heads): RowBlock[] {
  const pieces = row.flatMap((node, index) => [...piecesOf(node, `${row.length > 1 ? `${index}:` : ''}`, node)])
  const blocks: RowBlock[] = []
  let pendingRole: ColumnRole | null = null
  for (const { node, key } of pieces) {
    const text = tidyAmounts(visibleText(node))
    const dates = datesOf(node, text)
    const amounts = findAmounts(
      text,
      dates.filter(date => date.length > 0),
    )
    const isBare = dates.length === 0 && amounts.length === 0 && !/\d/.test(text)
    const labelOnly = isBare && text.length < 50 ? roleOfLabel(text) : null
    const own = labelled(node, row, heads) ?? (isBare ? null : roleOfLabel(prefixOf(text, dates, amounts)))
    const role = own ?? pendingRole
    const hint = role ? null : roleOfHint(hintsOf(node, row))
    blocks.push({ text, key, role: role ?? hint, isHint: role === null && hint !== null, dates, amounts, node })
    pendingRole = labelOnly && !isControl(node) ? labelOnly : null
  }
  return blocks
}

/** `12 ,30 €` comes from `<b>12</b><sup>,30</sup>`. */
function tidyAmounts(text: string): string {
  return text.replace(/(\d) ([.,]\d{2})(?!\d)/g, '$1$2')
}

function* piecesOf(node: PageNode, key: string, row: PageNode): Generator<{ node: PageNode; key: string }> {
  const text = node.isVisible ? visibleText(node) : ''
  if (text === '') return
  if (node.tag === '#text' || (node !== row && isOnePiece(node, text)) || (node === row && isOnlyText(node, text))) {
    yield { node, key }
    return
  }
  for (const [index, child] of node.children.entries()) yield* piecesOf(child, `${key}/${index}`, row)
}

/** One value or none: a cell with two dates or two amounts is read line by line. */
function isOnePiece(node: PageNode, text: string): boolean {
  if (text.length > LONGEST_BLOCK) return false
  const isCell = /^(td|th|dd|dt)$/.test(node.tag) || /^(grid)?cell$/.test(node.attributes.role ?? '')
  const isLine = node.children.some(child => child.tag === '#text') || node.children.every(isInline)
  if (!isCell && !isLine) return false
  const dates = findDates(text)
  const values = findAmounts(text, dates).filter(amount => amount.isMoney)
  return (
    isPeriod(text, dates) || (dates.length <= 1 && values.length <= 1 && (isCell || dates.length + values.length <= 1))
  )
}

function isOnlyText(node: PageNode, text: string): boolean {
  return text.length <= LONGEST_BLOCK && node.children.every(child => child.tag === '#text')
}

function isInline(node: PageNode): boolean {
  return /^(#text|span|b|strong|i|em|sup|sub|small|time|abbr|data|svg|img|font|label)$/.test(node.tag)
}

/** `01/02/2026 – 28/02/2026`, `du … au …`: what was billed, not when. */
export function isPeriod(text: string, dates: WrittenDate[]): boolean {
  const [first, second] = dates
  if (!first || !second || dates.length !== 2) return false
  const between = text.slice(first.at + first.length, second.at)
  return /^\s*(?:-|–|—|→|to|till|until|au|bis|al|a|à|tot|até|ao|t\/m|y)\s*$/i.test(between)
}

function datesOf(node: PageNode, text: string): WrittenDate[] {
  for (const part of walkDown(node)) {
    const [exact] = part.attributes.datetime ? findDates(part.attributes.datetime) : []
    if (exact?.day && exact.year)
      return [{ ...exact, at: 0, length: 0 }, ...findDates(text).slice(1)].map(keepPlace(text))
  }
  return findDates(text)
}

/** A machine-readable date takes the place of the written one, so that its digits are not read as an amount. */
function keepPlace(text: string): (date: WrittenDate) => WrittenDate {
  const [written] = findDates(text)
  return date => (date.length === 0 && written ? { ...date, at: written.at, length: written.length } : date)
}

function prefixOf(text: string, dates: WrittenDate[], amounts: WrittenAmount[]): string {
  const starts = [...dates, ...amounts].map(({ at }) => at)
  const digit = text.search(/\d/)
  const end = Math.min(...starts, digit < 0 ? text.length : digit)
  return text.slice(0, end)
}

function labelled(node: PageNode, row: PageNode[], heads: Heads): ColumnRole | null {
  for (const above of [node, ...ancestorsOf(node)]) {
    const { 'data-label': label, 'data-title': title, 'data-th': head, itemprop } = above.attributes
    const role = [label, title, head, itemprop].map(text => (text ? roleOfLabel(text) : null)).find(Boolean)
    if (role) return role
    if (above.parent && row.includes(above.parent)) return roleOfLabel(heads[columnOf(above)] ?? '')
    if (row.includes(above)) return null
  }
  return null
}

/** The column a cell starts in, counting spans. */
export function columnOf(cell: PageNode): number {
  let column = 0
  for (const sibling of cell.parent?.children ?? []) {
    if (sibling === cell) break
    if (sibling.tag !== '#text' && sibling.isVisible) column += Number(sibling.attributes.colspan ?? 1) || 1
  }
  return column
}

function hintsOf(node: PageNode, row: PageNode[]): string {
  const names: string[] = []
  for (const above of [node, ...ancestorsOf(node)]) {
    if (row.includes(above)) break
    const {
      class: classes,
      'data-testid': test,
      'data-field': field,
      'data-col': column,
      headers,
      id,
    } = above.attributes
    names.push(...[classes, test, field, column, headers, id].filter(name => name !== undefined))
  }
  return names.join(' ')
}
