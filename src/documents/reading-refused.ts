import type { ReadingNotice } from '#domain/facts.ts'

/** Thrown inside this folder when a file, or a part of it, is not read on purpose; `readDocument` turns it into a notice. */
export class ReadingRefused extends Error {
  override readonly name = 'ReadingRefused'
  readonly code: ReadingNotice['code']

  constructor(code: ReadingNotice['code'], detail: string, options?: ErrorOptions) {
    super(detail, options)
    this.code = code
  }
}
