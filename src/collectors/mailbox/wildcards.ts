/** A user's list of patterns, ready to be compared. */
export interface Wildcards {
  /** Nothing is asked for and nothing is left out: everything fits. */
  isEmpty: boolean
  /** Something is asked for by name, so what has no name does not fit. */
  asksFor: boolean
  /** One of the texts is asked for (or all are), and none is left out. */
  fits(...texts: string[]): boolean
}

/**
 * `whole`: the pattern stands for the whole text. `part`: it is found somewhere in it. `either`: whole with a `*` in
 * it, else a part, which is what people mean by `acme.example` and by `*@acme.example`.
 */
type Extent = 'whole' | 'part' | 'either'

/** Separated by commas; `*` stands for anything; `!` in front leaves out. Upper and lower case alike. */
export function readWildcards(list: string | undefined, extent: Extent): Wildcards {
  const patterns = patternsOf(list)
  const unwanted = patterns.filter(isUnwanted).map(pattern => pattern.slice(1).trim())
  const wanted = patterns.filter(pattern => !isUnwanted(pattern))
  return {
    isEmpty: patterns.length === 0,
    asksFor: wanted.length > 0,
    fits(...texts) {
      const folded = texts.map(fold)
      const isAny = (some: string[]) => some.some(pattern => folded.some(text => isMatch(pattern, text, extent)))
      return (wanted.length === 0 || isAny(wanted)) && !isAny(unwanted)
    },
  }
}

function patternsOf(list = ''): string[] {
  return fold(list)
    .split(',')
    .map(pattern => pattern.trim())
    .filter(pattern => pattern !== '' && pattern !== '!')
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

function isUnwanted(pattern: string): boolean {
  return pattern.startsWith('!')
}

/** By searching piece after piece: as a regular expression, a few stars on a long mail would take for ever. */
function isMatch(pattern: string, text: string, extent: Extent): boolean {
  const isWhole = extent === 'whole' || (extent === 'either' && pattern.includes('*'))
  if (isWhole && !pattern.includes('*')) return pattern === text
  const pieces = pattern.split('*')
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)]
  if (isWhole && !(text.startsWith(first) && text.endsWith(last) && text.length >= first.length + last.length))
    return false
  const searched = isWhole ? text.slice(first.length, text.length - last.length) : text
  let at = 0
  for (const piece of isWhole ? pieces.slice(1, -1) : pieces) {
    const found = searched.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return true
}
