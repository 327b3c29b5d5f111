import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { amiss, type Check, fine } from './check.ts'

const Package = z.object({ engines: z.object({ node: z.string().regex(/^>=\d+\.\d+$/) }) })
const PACKAGE_FILE = join(import.meta.dirname, '../../../package.json')

export function checkNode(version = process.versions.node): Check {
  const { engines } = Package.parse(JSON.parse(readFileSync(PACKAGE_FILE, 'utf8')))
  const needed = engines.node.slice(2)
  if (compare(version, needed) >= 0) return fine('node', version)
  return amiss(
    'node',
    version,
    `Node ${needed} or newer is needed: run "npm ci", which brings one, and start with npm.`,
  )
}

function compare(a: string, b: string): number {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number)
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number)
  return aMajor - bMajor || aMinor - bMinor
}
