import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseUnusable } from './database-unusable.ts'
import type { PostgresAccount } from './postgres-account.ts'

/** The cluster's password from its file (0600), made at the first start. Two first starts end up with the same one. */
export function keepPassword(file: string, clusterFolder: string, account: PostgresAccount | undefined): string {
  if (!existsSync(file)) {
    if (existsSync(clusterFolder)) {
      throw new DatabaseUnusable(`The database's password file ${file} is missing: put it back from your backup.`)
    }
    createPassword(file, account)
  }
  return readFileSync(file, 'utf8').trim()
}

/** Complete from its first moment: written under another name, which the real name then joins unless it exists. */
function createPassword(file: string, account: PostgresAccount | undefined): void {
  const password = randomBytes(24).toString('base64url')
  const unfinished = `${file}.new-${process.pid}-${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(unfinished, `${password}\n`, { mode: 0o600, flush: true })
    if (account) chownSync(unfinished, account.uid, account.gid)
    linkSync(unfinished, file)
  } catch (error) {
    if (!existsSync(file)) throw error
  } finally {
    rmSync(unfinished, { force: true })
  }
}
