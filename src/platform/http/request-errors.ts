export type RequestErrorCode =
  | 'address_refused'
  | 'answer_malformed'
  | 'answer_too_large'
  | 'connection_failed'
  | 'redirect_refused'
  | 'request_invalid'
  | 'request_timed_out'

/**
 * Why a request of ours got no answer. The message is one English sentence a customer may read; it names the host
 * but neither path nor query, which may hold a token.
 */
export abstract class RequestError extends Error {
  abstract readonly code: RequestErrorCode
}

/** The address is none that this server connects to: private, reserved, not http. */
export class AddressRefused extends RequestError {
  override readonly name = 'AddressRefused'
  readonly code = 'address_refused'
  /** For the log only: what a name resolves to inside is nobody else's business. */
  readonly addresses: readonly string[]

  constructor(message: string, addresses: readonly string[] = []) {
    super(message)
    this.addresses = addresses
  }
}

/** The whole exchange, redirects and body included, took longer than it was given. */
export class RequestTimedOut extends RequestError {
  override readonly name = 'RequestTimedOut'
  readonly code = 'request_timed_out'
}

/** The head, or the body after decompression, is larger than allowed. */
export class AnswerTooLarge extends RequestError {
  override readonly name = 'AnswerTooLarge'
  readonly code = 'answer_too_large'
}

/** Not HTTP, or a body that does not decompress. */
export class AnswerMalformed extends RequestError {
  override readonly name = 'AnswerMalformed'
  readonly code = 'answer_malformed'
}

/** Too many redirects, or one that would carry a body to somebody else. */
export class RedirectRefused extends RequestError {
  override readonly name = 'RedirectRefused'
  readonly code = 'redirect_refused'
}

/** The request itself cannot be sent, such as a header with a line break in it. */
export class RequestInvalid extends RequestError {
  override readonly name = 'RequestInvalid'
  readonly code = 'request_invalid'
}

/** No connection, or one that broke: unknown name, refused, reset, certificate not valid. */
export class ConnectionFailed extends RequestError {
  override readonly name = 'ConnectionFailed'
  readonly code = 'connection_failed'
  /** Node's own code (`ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED`...), for logs. */
  readonly reason: string

  constructor(host: string, cause: unknown) {
    const reason = reasonOf(cause)
    super(`${host}: ${explain(reason)}`, { cause })
    this.reason = reason
  }
}

function reasonOf(cause: unknown): string {
  const { code, cause: deeper } = (cause ?? {}) as { code?: unknown; cause?: unknown }
  if (typeof code === 'string') return code
  return deeper === undefined ? 'UNKNOWN' : reasonOf(deeper)
}

function explain(reason: string): string {
  if (reason === 'ENOTFOUND' || reason === 'ENODATA') return 'this name does not exist'
  if (reason === 'EAI_AGAIN') return 'the name could not be resolved at the moment'
  if (reason === 'ECONNREFUSED') return 'nothing listens at this address'
  if (reason === 'ETIMEDOUT') return 'no connection in time'
  if (reason === 'ECONNRESET' || reason === 'EPIPE' || reason === 'UND_ERR_SOCKET') return 'the connection broke'
  if (reason === 'EHOSTUNREACH' || reason === 'ENETUNREACH') return 'no route to this address'
  if (/CERT|ALTNAME|SELF_SIGNED|ISSUER|SIGNATURE/.test(reason)) return `its certificate is not valid (${reason})`
  if (/SSL|TLS|EPROTO/.test(reason)) return `no secure connection could be made (${reason})`
  return `the connection failed (${reason})`
}
