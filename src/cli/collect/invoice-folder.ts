import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, copyFile, link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { z } from 'zod'
import { BadUsage } from '../bad-usage.ts'

const STATE_FILE = '.invoice-collector.json'

/** What a later run must know; no secrets and no session. */
const State = z.object({
  version: z.literal(1),
  /** By a fingerprint of collector and account: the references it has brought, or that were no invoices. */
  references: z.record(z.string(), z.array(z.string())),
  invoices: z.array(z.object({ file: z.string(), sha256: z.string(), row: z.array(z.string()) })),
})
type State = z.output<typeof State>

/** A folder with documents, and the memory of what was put there. */
export class InvoiceFolder {
  readonly path: string
  readonly #state: State
  readonly #account: string

  private constructor(path: string, state: State, account: string) {
    this.path = path
    this.#state = state
    this.#account = account
  }

  /** Makes the folder when needed. `account`: whose invoices they are, any text. Throws `BadUsage`. */
  static async open(path: string, account: string): Promise<InvoiceFolder> {
    try {
      await mkdir(path, { recursive: true, mode: 0o700 })
      return new InvoiceFolder(path, await readState(path), hash(account))
    } catch (error) {
      if (error instanceof BadUsage) throw error
      throw new BadUsage(`--out ${path} cannot be used: ${(error as Error).message}`)
    }
  }

  /** References that need no download any more. */
  knownReferences(): Set<string> {
    return new Set(this.#state.references[this.#account])
  }

  /** One list of cells an invoice, in the order they came, over all runs. */
  rows(): string[][] {
    return this.#state.invoices.map(({ row, file }) => [file, ...row])
  }

  /** Puts a document there under a name of its own; `known` when the folder has this very file. */
  async keep(document: { reference: string; filename: string; bytes: Uint8Array; row: string[] }) {
    const sha256 = hash(document.bytes)
    const isKnown = this.#state.invoices.some(invoice => invoice.sha256 === sha256)
    const file = isKnown ? null : await this.#write(document.filename, document.bytes)
    if (file !== null) this.#state.invoices.push({ file, sha256, row: document.row })
    await this.remember(document.reference)
    return { outcome: isKnown ? ('known' as const) : ('new' as const), file, sha256 }
  }

  async remember(reference: string): Promise<void> {
    const references = this.#state.references[this.#account] ?? []
    this.#state.references[this.#account] = [...references, reference]
    await this.replace(STATE_FILE, JSON.stringify(this.#state))
  }

  /** Writes a file of our own, which may replace its older self; a crash leaves either of the two. */
  async replace(name: string, content: string): Promise<void> {
    const draft = await this.#draft(Buffer.from(content))
    await rename(draft, join(this.path, name))
  }

  /** Never writes over anything: a name that is taken by another content gets a number. */
  async #write(filename: string, bytes: Uint8Array): Promise<string> {
    const draft = await this.#draft(bytes)
    try {
      for (let number = 1; ; number++) {
        const name = number === 1 ? filename : numbered(filename, number)
        if (await putInPlace(draft, join(this.path, name))) return name
        // Left by a run that was killed before it could remember it.
        if (hash(await readFile(join(this.path, name)).catch(() => '')) === hash(bytes)) return name
      }
    } finally {
      await rm(draft, { force: true })
    }
  }

  async #draft(bytes: Uint8Array): Promise<string> {
    const draft = join(this.path, `.invoice-collector-${randomUUID()}.part`)
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    return draft
  }
}

async function readState(path: string): Promise<State> {
  const file = join(path, STATE_FILE)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return { version: 1, references: {}, invoices: [] }
  try {
    return State.parse(JSON.parse(text))
  } catch {
    throw new BadUsage(`${file} is not ours or damaged; without it everything is collected anew`)
  }
}

/** False when the name is taken. Some disks (FAT, network shares) have no hard links. */
async function putInPlace(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw error
      await copyFile(draft, path, constants.COPYFILE_EXCL)
      await chmod(path, 0o600)
    })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function numbered(filename: string, number: number): string {
  const extension = extname(filename)
  return `${filename.slice(0, filename.length - extension.length)}_${number}${extension}`
}

function hash(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex')
}
