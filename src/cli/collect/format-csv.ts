/** What a spreadsheet would run as a formula (OWASP, CSV injection); amounts such as `-12.30` are none. */
const FORMULA = /^[=+\-@\t\r]/
const NUMBER = /^-?\d+(\.\d+)?$/

/** RFC 4180: CRLF after every line, quotes where needed. */
export function formatCsv(rows: string[][]): string {
  return rows.map(row => `${row.map(formatCell).join(',')}\r\n`).join('')
}

function formatCell(text: string): string {
  const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
