import { CollectError, CredentialRejected, SupplierUnavailable, UserActionNeeded } from '#collector-kit/index.ts'
import type { Localized } from '#domain/localized.ts'

export interface MailServer {
  host: string
  port: number
  /** It was reached and let us in before, so its name, port and security are right. */
  isProven: boolean
}

/** What imapflow and Node leave on an error. */
interface MailFailure {
  code?: unknown
  authenticationFailed?: unknown
  tlsFailed?: unknown
  response?: unknown
  responseText?: unknown
  responseStatus?: unknown
  serverResponseCode?: unknown
}

/** RFC 5530: the server has a problem, not the password. */
const NOT_NOW_CODES = ['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CONTACTADMIN', 'THROTTLED', 'OVERQUOTA']
const NOT_NOW_TEXT =
  /temporar|too many|try again|rate limit|throttl|service (?:is )?unavailable|maximum number of connections|internal (?:server )?error/i
/** Gmail, Yahoo, AOL, iCloud, Fastmail, Yandex. */
const APP_PASSWORD_TEXT = /app(?:lication)?[- ]?(?:specific)?[- ]?password|password.{0,20}\bapp\b/i
/** Gmail: “Your account is not enabled for IMAP use”; Outlook: “User is authenticated but not connected”; GMX, Yandex, Zoho. */
const IMAP_OFF_TEXT =
  /(?:imap|pop).{0,60}(?:disabled|deactivated|turned off|switched off|not (?:been )?(?:enabled|activated|allowed|available))|(?:not enabled|disabled|enable|activate|turn on).{0,40}\bimap\b|authenticated but not connected/i
/** Microsoft 365: passwords refused as such. */
const NO_PASSWORDS_TEXT = /basic ?auth|LOGIN(?: command)? (?:is )?disabled|oauth.{0,20}required|modern auth/i
/** Gmail’s `WEBALERT` and its like: the provider doubts that it is the user. */
const WEB_LOGIN_TEXT =
  /log ?in via your web browser|web login required|sign in (?:with|via|using) (?:a|your) (?:web )?browser|verify your (?:account|identity)/i
const EXPIRED_TEXT = /password (?:has |is )?expired/i

/** Node: certificates. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE_CODE =
  /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|HOSTNAME_MISMATCH/
const TLS_CODE = /^(?:EPROTO|ERR_SSL_|ERR_TLS_)/
const NAME_CODES = ['ENOTFOUND', 'ENODATA']
/** Nobody answers, or somebody who does not speak IMAP: a wrong port or security, as long as nothing is proven. */
const NO_ANSWER_CODES = [
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'CONNECT_TIMEOUT',
  'GREETING_TIMEOUT',
  'ClosedAfterConnectTLS',
  'ClosedAfterConnectText',
]
/** The system's (`ECONNRESET`, `EAI_AGAIN`) and imapflow's own (`NoConnection`); not Node's `ERR_...`, which are bugs. */
const CONNECTION_CODES =
  /^(?:E[A-Z]+|EAI_[A-Z]+|[A-Z]+_TIMEOUT|(?:[A-Z]+[a-z]+)+\w*|STARTTLS_INJECTION|COMPRESS_TRAILING_DATA)$/

/**
 * Turns trouble of the connection into one of the kit's errors; what is no such trouble comes back as it is.
 * On the first run the user sits in front of it: a name or port that leads nowhere is theirs to correct. Later the
 * same trouble is the server's.
 */
export function explainMailError(error: unknown, server: MailServer): unknown {
  if (!(error instanceof Error) || error instanceof CollectError) return error
  const failure = error as MailFailure
  const options = { cause: error }
  const code = typeof failure.code === 'string' ? failure.code : ''
  if (failure.authenticationFailed) return explainRefusal(failure, options)
  if (CERTIFICATE_CODE.test(code)) return new UserActionNeeded(certificateSentence(server, code), options)
  if (!server.isProven && NAME_CODES.includes(code)) return new UserActionNeeded(unknownNameSentence(server), options)
  if (!server.isProven && NO_ANSWER_CODES.includes(code)) return new UserActionNeeded(noAnswerSentence(server), options)
  const isOfTls = failure.tlsFailed === true || TLS_CODE.test(code)
  if (!server.isProven && isOfTls) return new UserActionNeeded(securitySentence(server), options)
  const isOfConnection = isOfTls || failure.responseStatus !== undefined || CONNECTION_CODES.test(code)
  return isOfConnection ? new SupplierUnavailable(`Mail server: ${error.message} ${code}`.trim(), options) : error
}

function explainRefusal(failure: MailFailure, options: ErrorOptions): CollectError {
  const said = [failure.response, failure.responseText].filter(text => typeof text === 'string').join(' ')
  if (APP_PASSWORD_TEXT.test(said)) return new UserActionNeeded(APP_PASSWORD, options)
  if (IMAP_OFF_TEXT.test(said)) return new UserActionNeeded(IMAP_OFF, options)
  if (NO_PASSWORDS_TEXT.test(said)) return new UserActionNeeded(NO_PASSWORDS, options)
  if (WEB_LOGIN_TEXT.test(said)) return new UserActionNeeded(WEB_LOGIN, options)
  const code = String(failure.serverResponseCode ?? '').toUpperCase()
  if (code === 'EXPIRED' || EXPIRED_TEXT.test(said)) return new UserActionNeeded(PASSWORD_EXPIRED, options)
  if (NOT_NOW_CODES.includes(code) || NOT_NOW_TEXT.test(said)) {
    return new SupplierUnavailable('The mail server lets nobody in at the moment', options)
  }
  return new CredentialRejected(REFUSED, options)
}

const REFUSED: Localized = {
  en: 'The mail server refused this user name and password. Check both; many providers (Gmail, Yahoo, iCloud...) want an app password here instead of the usual one.',
  fr: 'Le serveur de messagerie a refusé cet identifiant et ce mot de passe. Vérifiez les deux ; beaucoup de messageries (Gmail, Yahoo, iCloud...) demandent ici un mot de passe d’application au lieu de l’habituel.',
}

const APP_PASSWORD: Localized = {
  en: 'Your mail provider wants an app password instead of your usual one. Create one in the security settings of your mail account and enter it here.',
  fr: 'Votre messagerie demande un mot de passe d’application au lieu de l’habituel. Créez-en un dans les réglages de sécurité de votre compte et saisissez-le ici.',
}

const IMAP_OFF: Localized = {
  en: 'IMAP is switched off for this mailbox. Switch it on in the settings of your mail account, then connect again.',
  fr: 'IMAP est désactivé pour cette boîte. Activez-le dans les réglages de votre messagerie, puis reconnectez-vous.',
}

const NO_PASSWORDS: Localized = {
  en: 'This mail server no longer lets programs in with a password. Ask your provider or administrator for another way in, such as an app password.',
  fr: 'Ce serveur de messagerie n’accepte plus les mots de passe de la part des programmes. Demandez à votre fournisseur ou administrateur un autre accès, par exemple un mot de passe d’application.',
}

const WEB_LOGIN: Localized = {
  en: 'Your mail provider wants to see you first. Open your mailbox in a web browser, confirm that it was you, then connect again.',
  fr: 'Votre messagerie veut d’abord vous reconnaître. Ouvrez votre boîte dans un navigateur, confirmez que c’était vous, puis reconnectez-vous.',
}

const PASSWORD_EXPIRED: Localized = {
  en: 'The password of this mailbox has expired. Choose a new one with your mail provider, then connect again.',
  fr: 'Le mot de passe de cette boîte a expiré. Choisissez-en un nouveau auprès de votre messagerie, puis reconnectez-vous.',
}

function unknownNameSentence({ host }: MailServer): Localized {
  return {
    en: `There is no server called ${host}. Check the name of the mail server.`,
    fr: `Aucun serveur ne s’appelle ${host}. Vérifiez le nom du serveur de messagerie.`,
  }
}

function noAnswerSentence({ host, port }: MailServer): Localized {
  return {
    en: `No mail server answers at ${host}, port ${port}. Check the server, the port and the security: mostly 993 with TLS. If they are right, it may be down; try again later.`,
    fr: `Aucun serveur de messagerie ne répond à ${host}, port ${port}. Vérifiez le serveur, le port et la sécurité : le plus souvent 993 avec TLS. S’ils sont justes, il est peut-être en panne ; réessayez plus tard.`,
  }
}

function securitySentence({ host, port }: MailServer): Localized {
  return {
    en: `No encrypted connection could be made to ${host}, port ${port}. Check port and security: 993 goes with TLS, 143 with STARTTLS. We never send a password unencrypted.`,
    fr: `Aucune connexion chiffrée n’a pu être établie avec ${host}, port ${port}. Vérifiez le port et la sécurité : 993 va avec TLS, 143 avec STARTTLS. Nous n’envoyons jamais un mot de passe en clair.`,
  }
}

function certificateSentence({ host }: MailServer, code: string): Localized {
  return {
    en: `The certificate of ${host} is not valid (${code}), so we did not send your password. Check the server’s name, or ask your mail provider.`,
    fr: `Le certificat de ${host} n’est pas valable (${code}) ; nous n’avons donc pas envoyé votre mot de passe. Vérifiez le nom du serveur ou adressez-vous à votre messagerie.`,
  }
}
