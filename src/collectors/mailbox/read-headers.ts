import type { ImapFlow } from 'imapflow'

/** What a message says about the way it came. */
export interface MailHeaders {
  /** From top to bottom. */
  authenticationResults: string[]
  /** Sent to many at once. */
  isNewsletter: boolean
}

const ASKED = ['authentication-results', 'list-id', 'list-unsubscribe', 'precedence']

export async function readHeaders(client: ImapFlow, uid: number): Promise<MailHeaders> {
  const answer = await client.fetchOne(String(uid), { headers: ASKED }, { uid: true })
  const block = answer ? answer.headers : undefined
  const headers = parseHeaders(block?.toString('utf8') ?? '')
  const valuesOf = (name: string) => headers.filter(header => header.name === name).map(({ value }) => value)
  return {
    authenticationResults: valuesOf('authentication-results'),
    isNewsletter:
      valuesOf('list-id').length > 0 ||
      valuesOf('list-unsubscribe').length > 0 ||
      valuesOf('precedence').some(value => /^(?:bulk|list|junk)$/i.test(value)),
  }
}

function parseHeaders(text: string): { name: string; value: string }[] {
  const unfolded = text.replace(/\r?\n(?=[ \t])/g, '')
  return unfolded.split(/\r?\n/).flatMap(line => {
    const [, name, value] = line.match(/^([!-9;-~]+)[ \t]*:(.*)$/) ?? []
    return name && value !== undefined ? [{ name: name.toLowerCase(), value: value.trim() }] : []
  })
}
