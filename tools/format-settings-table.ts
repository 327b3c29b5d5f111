import { Environment } from '#config.ts'
import { defaultOf } from './format-env-example.ts'

/** The settings as the table of README.md. */
export function formatSettingsTable(): string {
  const rows = Object.entries(Environment.shape).map(([name, schema]) => {
    const value = defaultOf(schema)
    return `| \`${name}\` | ${value === '' ? '' : `\`${value}\``} | ${schema.description ?? ''} |`
  })
  return ['| variable | default | what it does |', '|---|---|---|', ...rows].join('\n')
}

const PLACE = /(<!-- settings: [^\n]* -->\n)[\s\S]*?(<!-- \/settings -->)/

/** A page with its table replaced by the present one. */
export function insertSettingsTable(page: string): string {
  return page.replace(PLACE, (_all, begin: string, end: string) => `${begin}\n${formatSettingsTable()}\n\n${end}`)
}
