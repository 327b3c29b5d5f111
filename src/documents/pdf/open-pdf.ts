import type { getDocumentProxy } from 'unpdf'
import { ReadingRefused } from '../reading-refused.ts'

export type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>

/**
 * Opens a PDF with the first password that fits; a PDF that only restricts printing opens without one.
 * Throws `ReadingRefused` (`encrypted`, `broken`). The caller destroys what it opened.
 */
export async function openPdf(bytes: Uint8Array, passwords: string[]): Promise<Pdf> {
  const { getDocumentProxy } = await import('unpdf')
  for (const password of [undefined, ...passwords]) {
    try {
      // pdf.js takes the buffer away from its owner and refuses a `Buffer`, so it gets a plain copy.
      return await getDocumentProxy(new Uint8Array(bytes), {
        verbosity: 0,
        ...(password === undefined ? {} : { password }),
      })
    } catch (cause) {
      if (!isPasswordProblem(cause)) throw new ReadingRefused('broken', 'The PDF cannot be opened', { cause })
    }
  }
  throw new ReadingRefused('encrypted', 'The PDF needs a password to be read')
}

function isPasswordProblem(error: unknown): boolean {
  return error instanceof Error && error.name === 'PasswordException'
}
