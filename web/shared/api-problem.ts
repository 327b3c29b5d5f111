export interface FieldError {
  /** JSON pointer into the body, `/params/password`. */
  pointer: string
  message: string
}

/** The API refused (RFC 9457). `message` is for the reader, in the reader's language, and may be empty. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  readonly code: string
  readonly errors: FieldError[]

  constructor({
    status,
    code,
    message,
    errors,
  }: { status: number; code: string; message: string; errors: FieldError[] }) {
    super(message)
    this.status = status
    this.code = code
    this.errors = errors
  }
}

/** No answer at all: no network, or the server is being restarted. */
export class ApiUnreachable extends Error {
  override readonly name = 'ApiUnreachable'
}
