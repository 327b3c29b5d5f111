import { growSnapshot, type PageSnapshot, type RawNode } from '#collectors/portal/page-snapshot.ts'

const VOID = /^(input|br|hr|img|meta|link|col|wbr|source|embed)$/
const KEPT_AS_RESOLVED = ['href', 'src']

/**
 * A page as the browser would read it, from well-formed HTML, so that a decision is tested without a browser. What has
 * `hidden` is not visible; everything else is, at a place of its own below what came before it.
 */
export function snapshotOf(html: string, url = 'https://portal.test/page'): PageSnapshot {
  const nodes: RawNode[] = [{ p: -1, t: 'html', v: true, a: {}, b: [0, 0, 1000, 5000] }]
  const open = [0]
  let title = ''
  for (const [, close, tag, attributes = '', text] of html.matchAll(
    /<(\/)?([a-z][\w-]*)((?:\s+[^\s=>/]+(?:="[^"]*")?)*)\s*\/?>|([^<]+)/gi,
  )) {
    const parent = open.at(-1) ?? 0
    const isShown = nodes[parent]?.v ?? true
    if (text !== undefined) {
      const words = decode(text).replace(/\s+/g, ' ').trim()
      if (nodes[parent]?.t === 'title') title = words
      else if (words) nodes.push({ p: parent, t: '#text', x: words, v: isShown })
    } else if (close) {
      if (nodes[parent]?.t === tag) open.pop()
    } else if (tag) {
      const read = attributesIn(attributes, url)
      const label = labelFor(html, read.id)
      const isVisible = isShown && read.hidden === undefined && read.type !== 'hidden'
      nodes.push({
        p: parent,
        t: tag,
        v: isVisible,
        a: { ...read, ...(label && { label }) },
        b: [0, nodes.length * 10, 400, 20],
      })
      if (!VOID.test(tag)) open.push(nodes.length - 1)
    }
  }
  const language = /<html lang="([^"]+)"/.exec(html)?.[1] ?? ''
  return growSnapshot([{ url, title, language, documentId: 1, nodes: nodes.map(withOwnLabel(nodes)) }])
}

function attributesIn(source: string, url: string): Record<string, string> {
  const read: Record<string, string> = {}
  for (const [, name = '', value = ''] of source.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)) read[name] = decode(value)
  for (const name of KEPT_AS_RESOLVED) {
    const value = read[name]
    if (value !== undefined)
      read[name] = /^(#(?![/!])|javascript:)/.test(value) ? 'javascript:' : new URL(value, url).href
  }
  return read
}

function labelFor(html: string, id: string | undefined): string | undefined {
  if (id === undefined) return undefined
  return new RegExp(`<label[^>]*for="${id}"[^>]*>([^<]*)<`).exec(html)?.[1]
}

/** `<label>Name <input></label>`; and a button sends unless it says otherwise. */
function withOwnLabel(nodes: RawNode[]): (node: RawNode, index: number) => RawNode {
  return node => {
    if (node.t === 'button' && node.a && !node.a.type) return { ...node, a: { ...node.a, type: 'submit' } }
    if (node.t !== 'input' || !node.a) return node
    const type = node.a.type ?? 'text'
    const isLabelled = nodes[node.p]?.t === 'label'
    const words = isLabelled
      ? nodes
          .filter(other => other.t === '#text' && other.p === node.p)
          .map(({ x }) => x)
          .join(' ')
      : ''
    return { ...node, a: { ...node.a, type, ...(words && { label: words }) } }
  }
}

function decode(text: string): string {
  return text
    .replaceAll('&nbsp;', '\u00a0')
    .replaceAll('&euro;', '€')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
