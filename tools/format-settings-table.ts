import { Environment } from '#config.ts'
import { defaultOf } from './format-env-example.ts'

/** The settings as the table of README.md. */
export function formatSettingsTable(): string {
  const rows = Object.entries(Environment.shape).map(([name, schema]) => {
    const value = defaultOf(schema)
    return [`\`${name}\``, value === '' ? '' : `\`${value}\``, schema.description ?? '']
  })
  const lines = [['variable', 'default', 'what it does'], ...rows]
  // Padded as our formatter would pad it.
  const widths = [0, 1, 2].map(column => Math.max(...lines.map(line => line[column]?.length ?? 0)))
  const [header = '', ...body] = lines.map(line => `| ${pad(line, widths, ' ').join(' | ')} |`)
  return [header, `| ${pad(['', '', ''], widths, '-').join(' | ')} |`, ...body].join('\n')
}

function pad(cells: string[], widths: number[], filler: string): string[] {
  return cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, filler))
}

const PLACE = /(<!-- settings: [^\n]* -->\n)[\s\S]*?(<!-- \/settings -->)/

/** A page with its table replaced by the present one. */
export function insertSettingsTable(page: string): string {
  return page.replace(PLACE, (_all, begin: string, end: string) => `${begin}\n${formatSettingsTable()}\n\n${end}`)
}
