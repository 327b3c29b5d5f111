/** Lower case without accents, one character for one, spaces single: every vocabulary here is written against it. */
export function foldText(text: string): string {
  let folded = ''
  for (const character of text) folded += foldCharacter(character)
  return folded
}

/** An address as words: `/myInvoices/list_all.php?x=1` is `my invoices list all php x 1`. */
export function wordsOfAddress(address: string): string {
  const decoded = decode(address.replace(/^https?:\/\/[^/]*/i, ''))
  return foldText(decoded.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[^\p{L}\p{N}]+/gu, ' ')).trim()
}

/** Folded, with everything but letters, digits and the crosses people close windows with as single spaces. */
export function plainWords(text: string): string {
  return foldText(text)
    .replace(/[^\p{L}\p{N}×✕✖╳]+/gu, ' ')
    .trim()
}

function foldCharacter(character: string): string {
  if (/[\s\u00a0\u202f\u2007\u2009]/.test(character)) return ' '
  const [base = character] = character.normalize('NFD')
  return character.length === 1 ? base.toLowerCase().slice(0, 1) : ' '.repeat(character.length)
}

function decode(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}
