/**
 * What the user's own mail server wrote about a message's sender (RFC 8601). Anybody may put such a header into a mail,
 * so only the topmost counts, and only when it bears the name of the server we read from: servers remove others that do.
 */

/** Big providers stamp with names that do not resemble those of their IMAP servers. */
const STAMPED_AS: [imapHost: RegExp, authservId: RegExp][] = [
  [/^imap\.(?:gmail|googlemail)\.com$/, /^mx\.google\.com$/],
  // Microsoft leaves the name out, against the standard.
  [/(?:^|\.)(?:office365|outlook|hotmail)\.com$/, /^$/],
  [/^imap\.mail\.yahoo\.com$/, /(?:^|\.)yahoo\.com$/],
  [/^imap\.aol\.com$/, /(?:^|\.)(?:yahoo|aol)\.com$/],
  [/^imap\.fastmail\.com$/, /(?:^|\.)messagingengine\.com$/],
  [/^imap(?:pro)?\.zoho\.(?:com|eu|in)$/, /(?:^|\.)(?:zohomail|zoho)\.(?:com|eu|in)$/],
]

/** Domains under which anybody may register one: `co.uk`, `com.au`. */
const PUBLIC_SUFFIX = /^[a-z]{2,3}\.[a-z]{2}$/

/**
 * The domain of the `From` address that passed DMARC, or undefined. `headers`: all `Authentication-Results` of the
 * message from top to bottom; `imapHost`: the server it was read from.
 */
export function dmarcPassedFor(headers: string[], imapHost: string): string | undefined {
  const [topmost] = headers
  if (topmost === undefined) return undefined
  const { authservId, results } = parseResults(topmost)
  if (!isOwnServer(authservId, imapHost.toLowerCase())) return undefined
  const dmarc = results.filter(result => /^dmarc\s*=/i.test(result))
  // One verdict; two are a riddle.
  const [verdict] = dmarc
  if (dmarc.length !== 1 || !verdict || !/^dmarc\s*=\s*pass(?=\s|$)/i.test(verdict)) return undefined
  return verdict.match(/(?:^|\s)header\.from\s*=\s*"?([a-z\d.-]+)"?(?=\s|$)/i)?.[1]?.toLowerCase()
}

function parseResults(header: string): { authservId: string; results: string[] } {
  const [first = '', ...rest] = splitAtSemicolons(withoutComments(header))
  const isNameMissing = first.includes('=')
  // The name may be followed by a version.
  const authservId = isNameMissing ? '' : (first.trim().split(/\s+/)[0] ?? '').replaceAll('"', '').toLowerCase()
  return { authservId, results: (isNameMissing ? [first, ...rest] : rest).map(result => result.trim()) }
}

/** Comments may be nested, and quoted strings may hold brackets and semicolons. Quoted text loses what could mislead. */
function withoutComments(header: string): string {
  let depth = 0
  let isQuoted = false
  let kept = ''
  for (let at = 0; at < header.length; at++) {
    const letter = header.charAt(at)
    if (letter === '\\') at += 1
    else if (letter === '"' && depth === 0) isQuoted = !isQuoted
    else if (letter === '(' && !isQuoted) depth += 1
    else if (letter === ')' && !isQuoted && depth > 0) depth -= 1
    else if (depth === 0) kept += isQuoted && /[;=\s]/.test(letter) ? '_' : letter
  }
  return kept
}

function splitAtSemicolons(text: string): string[] {
  return text.split(';').filter(part => part.trim() !== '')
}

function isOwnServer(authservId: string, imapHost: string): boolean {
  const known = STAMPED_AS.find(([host]) => host.test(imapHost))
  if (known) return known[1].test(authservId)
  if (authservId === '') return false
  const domain = imapHost.replace(/^[^.]+\./, '')
  const isOwnDomain = domain.includes('.') && !PUBLIC_SUFFIX.test(domain)
  return authservId === imapHost || (isOwnDomain && (authservId === domain || authservId.endsWith(`.${domain}`)))
}
