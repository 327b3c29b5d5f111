import { resolve } from 'node:path'
import { z } from 'zod'

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '::1']

/** Out of range keeps zod's own message, which names the limit. */
const whole = z.coerce.number({ error: sayWholeNumber }).int({ error: sayWholeNumber })

const flag = z.enum(['true', 'false'], 'must be true or false').transform(word => word === 'true')

/** Every setting: its environment variable, its default, and what it does (`.env.example` is made from this). */
export const Environment = z.object({
  PORT: whole.min(0).max(65_535).default(8080).describe('Port of the API and the pages.'),
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on. 127.0.0.1: this machine only; 0.0.0.0: everybody who can reach it.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
    .optional()
    .describe('How the world reaches this server; used in links we send. Default: http://localhost:PORT'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('Folder for the key file, documents and the embedded database.'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be an address that begins with postgres://' })
    .optional()
    .describe('PostgreSQL 14 or newer. Without it, an embedded PostgreSQL runs under DATA_DIR/postgres.'),
  DATABASE_POOL: whole.min(4).max(200).default(12).describe('Database connections of one process.'),
  ROLE: z
    .enum(['all', 'api', 'worker'])
    .default('all')
    .describe('What this process does: answer requests (api), collect and deliver (worker), or all.'),
  KEY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('File with the master key that seals all secrets; made at the first start. Default: DATA_DIR/master.key'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('Least severe log line that is written.'),
  SANDBOX: flag
    .default(true)
    .describe('Serve the sandbox supplier under /sandbox, to try everything without a real one.'),
  ALLOW_PRIVATE_CALLBACKS: flag
    .optional()
    .describe('Deliver to callbacks on private addresses. Default: true only while HOST is a loopback address.'),
  ALLOW_PRIVATE_SUPPLIERS: flag
    .optional()
    .describe('Collect from hosts on private addresses. Default: true only while HOST is a loopback address.'),
  TRUST_PROXY: flag.default(false).describe('Behind a reverse proxy: take the caller’s address from X-Forwarded-For.'),
  CHROME_PATH: z
    .string()
    .min(1)
    .optional()
    .describe('Chromium or Chrome to use. Default: an installed one, else our own.'),
  BROWSER_WS_ENDPOINT: z
    .url({ protocol: /^wss?$/, error: 'must be an address that begins with ws:// or wss://' })
    .optional()
    .describe('A remote Chromium instead of a local one (Chrome DevTools protocol).'),
  MAX_RUNS: whole
    .min(1)
    .max(100)
    .optional()
    .describe(
      'Collections at the same time in one process. Default: as many as its memory and cores bear, 32 at most.',
    ),
  MAX_WATCHES: whole
    .min(0)
    .max(10_000)
    .default(200)
    .describe(
      'Mailboxes one process stays connected to, so that an invoice arrives within seconds. 0: only by schedule.',
    ),
  COLLECT_AT_LEAST_EVERY_DAYS: whole
    .min(1)
    .max(31)
    .default(7)
    .describe('Longest time between two collections of a credential, in days.'),
})

/** The settings of one process, parsed and frozen. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Without a trailing slash. */
  readonly publicUrl: string
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly databasePool: number
  readonly role: 'all' | 'api' | 'worker'
  readonly keyFile: string
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  readonly sandbox: boolean
  readonly allowPrivateCallbacks: boolean
  readonly allowPrivateSuppliers: boolean
  readonly trustProxy: boolean
  readonly chromePath: string | undefined
  readonly browserWsEndpoint: string | undefined
  /** Undefined: as many as fit. */
  readonly maxRuns: number | undefined
  readonly maxWatches: number
  readonly collectAtLeastEveryDays: number
}

/** A setting that cannot be used; its message names the variable and is all the operator needs to see. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig'
}

/** Reads the environment; empty values count as absent. Throws `BadConfig` naming every bad variable. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) throw new BadConfig(parsed.error.issues.map(describeIssue).join('\n'))
  const values = parsed.data
  const dataDir = resolve(values.DATA_DIR)
  const isLoopback = LOOPBACK_HOSTS.includes(values.HOST)
  return Object.freeze({
    port: values.PORT,
    host: values.HOST,
    publicUrl: (values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, ''),
    dataDir,
    databaseUrl: values.DATABASE_URL,
    databasePool: values.DATABASE_POOL,
    role: values.ROLE,
    keyFile: values.KEY_FILE ? resolve(values.KEY_FILE) : resolve(dataDir, 'master.key'),
    logLevel: values.LOG_LEVEL,
    sandbox: values.SANDBOX,
    allowPrivateCallbacks: values.ALLOW_PRIVATE_CALLBACKS ?? isLoopback,
    allowPrivateSuppliers: values.ALLOW_PRIVATE_SUPPLIERS ?? isLoopback,
    trustProxy: values.TRUST_PROXY,
    chromePath: values.CHROME_PATH,
    browserWsEndpoint: values.BROWSER_WS_ENDPOINT,
    maxRuns: values.MAX_RUNS,
    maxWatches: values.MAX_WATCHES,
    collectAtLeastEveryDays: values.COLLECT_AT_LEAST_EVERY_DAYS,
  })
}

function sayWholeNumber({ code }: { code?: string }): string | undefined {
  return code === 'invalid_type' ? 'must be a whole number' : undefined
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.')}: ${issue.message}`
}
