import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatEnvExample } from './format-env-example.ts'
import { insertSettingsTable } from './format-settings-table.ts'

// Run after every change of a setting: node tools/write-env-example.ts

const PROJECT = join(import.meta.dirname, '..')
const README = join(PROJECT, 'README.md')

await writeFile(join(PROJECT, '.env.example'), formatEnvExample())
await writeFile(README, insertSettingsTable(await readFile(README, 'utf8')))
