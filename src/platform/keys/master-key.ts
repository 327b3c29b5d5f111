import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Length of an AES-256 key. */
export const KEY_BYTES = 32

const OTHERS_MAY_READ = 0o077

/** The key file cannot be used; the message is one sentence for the operator. */
export class KeyFileUnusable extends Error {
  override readonly name = 'KeyFileUnusable'
}

/**
 * The key that wraps all others: 32 bytes as hex in a file only we may read. Made at the first start; from then on it
 * belongs in a backup, apart from the database's.
 */
export async function loadMasterKey(file: string): Promise<Buffer> {
  try {
    return (await createKeyFile(file)) ?? (await readKeyFile(file))
  } catch (cause) {
    if (cause instanceof KeyFileUnusable) throw cause
    throw new KeyFileUnusable(`The key file ${file} cannot be used: ${(cause as Error).message}.`, { cause })
  }
}

/** Reads an existing key file, for those who must not make one (the doctor). */
export async function readKeyFile(file: string): Promise<Buffer> {
  const { mode } = await stat(file)
  if (process.platform !== 'win32' && (mode & OTHERS_MAY_READ) !== 0) {
    throw new KeyFileUnusable(`The key file ${file} may be read by others. Run: chmod 600 ${file}`)
  }
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex')
  if (key.length === KEY_BYTES) return key
  throw new KeyFileUnusable(`The key file ${file} is damaged: it should hold 64 hex digits. Restore it from a backup.`)
}

/** Undefined when the file exists: `wx` lets exactly one of several starting processes make it. */
async function createKeyFile(file: string): Promise<Buffer | undefined> {
  await mkdir(dirname(file), { recursive: true })
  const key = randomBytes(KEY_BYTES)
  try {
    const handle = await open(file, 'wx', 0o600)
    await handle.writeFile(`${key.toString('hex')}\n`)
    await handle.sync()
    await handle.close()
    await chmod(file, 0o600)
    return key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined
    throw error
  }
}
