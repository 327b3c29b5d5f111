import { BadConfig, type Config, readConfig } from '#config.ts'
import { amiss, type Check, fine } from './doctor/check.ts'
import { checkBrowser } from './doctor/check-browser.ts'
import { checkClock } from './doctor/check-clock.ts'
import { checkDataFolder } from './doctor/check-data-folder.ts'
import { checkKeyFile } from './doctor/check-key-file.ts'
import { checkNode } from './doctor/check-node.ts'
import { checkPort } from './doctor/check-port.ts'
import { inspectDatabase } from './doctor/inspect-database.ts'
import type { Output } from './read.ts'

/** `invoice-collector doctor`: looks at everything the server needs and changes nothing. */
export async function doctorCommand({ json = false }: { json?: boolean }, out: Output): Promise<0 | 1> {
  const checks = await runChecks(process.env)
  const ok = checks.every(check => check.ok)
  out.write(json ? `${JSON.stringify({ ok, checks })}\n` : checks.map(lineOf).join(''))
  return ok ? 0 : 1
}

async function runChecks(env: NodeJS.ProcessEnv): Promise<Check[]> {
  const node = checkNode()
  try {
    const config = readConfig(env)
    return [node, fine('configuration', describe(config)), ...(await checkAll(config))]
  } catch (error) {
    if (!(error instanceof BadConfig)) throw error
    return [node, amiss('configuration', error.message, 'Correct these environment variables; see .env.example.')]
  }
}

async function checkAll(config: Config): Promise<Check[]> {
  await using resources = new AsyncDisposableStack()
  const dataFolder = await checkDataFolder(config.dataDir)
  const { check, connection } = await inspectDatabase(config, resources)
  const db = connection?.db
  const isUnreachable = !check.ok && !db
  return [
    ...dataFolder,
    check,
    // Two complaints about one cause would only hide the cause.
    ...(isUnreachable ? [] : [await checkKeyFile(config.keyFile, db)]),
    await checkClock(db),
    await checkBrowser(config),
    await checkPort(config),
  ]
}

function describe({ role, host, port, databaseUrl, dataDir }: Config): string {
  return `ROLE=${role} HOST=${host} PORT=${port} DATA_DIR=${dataDir} ${databaseUrl ? 'external' : 'embedded'} database`
}

function lineOf({ name, ok, detail, advice }: Check): string {
  const line = `${ok ? 'ok   ' : 'FAIL '} ${name.padEnd(14)} ${detail}\n`
  return advice === null ? line : `${line}${' '.repeat(21)}-> ${advice.replaceAll('\n', `\n${' '.repeat(24)}`)}\n`
}
