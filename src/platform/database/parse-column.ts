import pg from 'pg'

const DATE = 1082
const BIGINT = 20

/** How columns arrive: dates as `YYYY-MM-DD`, bigints as numbers; instants as `Date` and decimals as strings, as usual. */
export function parseColumn(oid: number, format?: 'text' | 'binary') {
  if (format !== 'binary' && oid === DATE) return (text: string) => text
  if (format !== 'binary' && oid === BIGINT) return Number
  return pg.types.getTypeParser(oid, format as 'text')
}
