import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FileDamaged, type FileStore } from './file-store.ts'

/** Keeps documents in a local folder: `<folder>/<owner>/<first two digits>/<sha256>`. */
export function createFolderFileStore(folder: string): FileStore {
  const pathOf = (ownerId: string, sha256: string) => join(folder, ownerId, sha256.slice(0, 2), sha256)

  return {
    async put(ownerId, bytes) {
      const sha256 = hash(bytes)
      const path = pathOf(ownerId, sha256)
      if (!(await exists(path))) await writeDurably(path, bytes)
      return sha256
    },
    async get(ownerId, sha256) {
      const bytes = await readIfThere(pathOf(ownerId, sha256))
      if (bytes && hash(bytes) !== sha256) throw new FileDamaged(`Document ${sha256} is damaged on disk`)
      return bytes
    },
    async remove(ownerId, sha256) {
      await rm(pathOf(ownerId, sha256), { force: true })
    },
    async removeOwner(ownerId) {
      await rm(join(folder, ownerId), { recursive: true, force: true })
    },
  }
}

/** Written beside its place, synced, then renamed: a crash leaves either nothing or the whole file. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomUUID()}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, path)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
