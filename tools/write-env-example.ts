import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatEnvExample } from './format-env-example.ts'

// Run after every change of a setting: node tools/write-env-example.ts

await writeFile(join(import.meta.dirname, '../.env.example'), formatEnvExample())
