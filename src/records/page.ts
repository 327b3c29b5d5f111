/** How much of a list is wanted: rows with an id below `before`, newest first. */
export interface Page {
  limit: number
  before?: string | undefined
}

/** Keyset paging: one row more than asked for tells whether there is a next page. */
export function cutPage<Row>(rows: Row[], limit: number, keyOf: (row: Row) => string): Listed<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? keyOf(last) : null }
}

export interface Listed<Row> {
  items: Row[]
  /** Give it as `before` for the next page. */
  next: string | null
}
