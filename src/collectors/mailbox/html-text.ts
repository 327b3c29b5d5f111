/** A link as a reader sees it. */
export interface SeenLink {
  href: string
  /** Its words, or those that stand for its picture. */
  text: string
}

/** What a reader sees of an HTML mail. */
export interface HtmlText {
  /** One line per row or paragraph; cells of a row are separated by a tab. */
  text: string
  links: SeenLink[]
}

const BLOCKS = new Set(
  'address article blockquote br center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
)
const CELLS = new Set(['td', 'th'])
const UNSEEN = new Set('script style head title template noscript'.split(' '))
/** They have no end, so nothing is inside them. */
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))

/** The parser takes time by the square of the depth, and no mail is drawn so deep: the rest is not read. */
const MAX_DEPTH = 1_000
const PIECE_LENGTH = 16_384

const HIDDEN_STYLE = /display\s*:\s*none|visibility\s*:\s*hidden/i

/** The visible text and links of an HTML mail. Nothing is loaded, nothing runs. */
export async function htmlText(html: string): Promise<HtmlText> {
  const { Parser } = await import('htmlparser2')
  const links: SeenLink[] = []
  let text = ''
  let link: SeenLink | undefined
  let depth = 0
  /** Open elements since the outermost one that is not seen. */
  let unseenDepth = 0
  const write = (part: string) => {
    if (unseenDepth > 0) return
    text += part
    if (link) link.text += part
  }
  const parser = new Parser({
    onopentag(name, { href, alt, style = '' }) {
      if (!VOID.has(name)) depth += 1
      const isUnseen = UNSEEN.has(name) || HIDDEN_STYLE.test(style)
      if (!VOID.has(name) && (unseenDepth > 0 || isUnseen)) unseenDepth += 1
      if (BLOCKS.has(name)) write('\n')
      if (CELLS.has(name)) write('\t')
      if (name === 'img' && alt) write(` ${alt} `)
      if (name === 'a' && href && unseenDepth === 0) {
        link = { href: href.trim(), text: '' }
        links.push(link)
      }
    },
    ontext: part => write(part.replace(/\s+/g, ' ')),
    onclosetag(name) {
      if (!VOID.has(name)) depth -= 1
      if (name === 'a') link = undefined
      if (!VOID.has(name) && unseenDepth > 0) unseenDepth -= 1
      if (BLOCKS.has(name) && name !== 'br') write('\n')
    },
  })
  for (let at = 0; at < html.length && depth < MAX_DEPTH; at += PIECE_LENGTH)
    parser.write(html.slice(at, at + PIECE_LENGTH))
  parser.end()
  return { text: tidy(text), links: links.map(({ href, text: words }) => ({ href, text: oneLine(words) })) }
}

function tidy(text: string): string {
  return text
    .split('\n')
    .map(line =>
      line
        .split('\t')
        .map(oneLine)
        .filter(cell => cell !== '')
        .join('\t'),
    )
    .filter(line => line !== '')
    .join('\n')
}

/** Without the characters that senders put in so that a preview shows nothing else. */
function oneLine(text: string): string {
  return text
    .replace(/\u00AD|\u034F|[\u200B-\u200D\u2060\uFEFF]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
