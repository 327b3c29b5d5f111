import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const Package = z.object({ version: z.string() })

/** Of this release, from package.json. */
export const VERSION = Package.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')),
).version

/** We say who we are to every server we call. */
export const USER_AGENT = `InvoiceCollector/${VERSION}`
