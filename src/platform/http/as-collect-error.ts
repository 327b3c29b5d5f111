import { CredentialRejected, SupplierChanged, SupplierUnavailable, UserActionNeeded } from '#collector-kit/index.ts'
import { AddressRefused, AnswerTooLarge, RedirectRefused, RequestError, RequestInvalid } from './request-errors.ts'

/**
 * Trouble of the guarded client in the collector kit's words. What is not a `RequestError` is the run's own end (its
 * signal) or a bug: it passes as it is.
 */
export function asCollectError(cause: unknown): unknown {
  if (!(cause instanceof RequestError)) return cause
  const { message } = cause
  if (cause instanceof AddressRefused) return new UserActionNeeded(unreachableAddress(message), { cause })
  // Only headers can be at fault, and only a credential is ever put into one unchecked.
  if (cause instanceof RequestInvalid) return new CredentialRejected(undefined, { cause })
  if (cause instanceof AnswerTooLarge || cause instanceof RedirectRefused)
    return new SupplierChanged(message, { cause })
  return new SupplierUnavailable(message, { cause })
}

function unreachableAddress(message: string) {
  return {
    en: message,
    fr: 'Cette adresse n’est pas publique, et ce serveur ne se connecte à aucune autre.',
  }
}
