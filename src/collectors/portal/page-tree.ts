import { plainWords, wordsOfAddress } from './fold-text.ts'
import type { PageNode, PageSnapshot } from './page-snapshot.ts'

/** Everything below a node, itself first, in document order. */
export function* walkDown(node: PageNode): Generator<PageNode> {
  yield node
  for (const child of node.children) yield* walkDown(child)
}

export function* ancestorsOf(node: PageNode): Generator<PageNode> {
  for (let above = node.parent; above; above = above.parent) yield above
}

export function isInside(node: PageNode, container: PageNode): boolean {
  if (node === container) return true
  for (const above of ancestorsOf(node)) if (above === container) return true
  return false
}

/** What a person reads there. */
export function visibleText(node: PageNode): string {
  const parts: string[] = []
  for (const part of walkDown(node))
    if (part.tag === '#text' && part.isVisible && !isOption(part)) parts.push(part.text)
  return parts.join(' ')
}

/** All its text, hidden or not: closed menus have words too. */
export function wholeText(node: PageNode): string {
  const parts: string[] = []
  for (const part of walkDown(node)) if (part.tag === '#text') parts.push(part.text)
  return parts.join(' ')
}

/** Links, buttons, and what behaves like them. */
export function isControl(node: PageNode): boolean {
  const { tag, attributes } = node
  if (tag === 'a')
    return (
      attributes.href !== undefined ||
      node.isPointer ||
      attributes.onclick !== undefined ||
      attributes.role !== undefined
    )
  if (tag === 'button' || tag === 'summary') return true
  if (tag === 'input') return /^(submit|button|image)$/.test(attributes.type ?? '')
  return /^(button|link|tab|menuitem)$/.test(attributes.role ?? '') || attributes.onclick !== undefined
}

export function isDisabled({ attributes }: PageNode): boolean {
  const isMarked = /(^|[\s_-])disabled($|[\s_-])/.test(attributes.class ?? '')
  return attributes.disabled !== undefined || attributes['aria-disabled'] === 'true' || isMarked
}

/** A control's own words, folded: what it shows, else what it is called for those who cannot see. */
export function controlWords(node: PageNode): string {
  const { attributes } = node
  const shown = wholeText(node) || attributes.value || ''
  const called = [attributes['aria-label'], attributes.title, attributes.label, altOf(node)].filter(Boolean).join(' ')
  return plainWords(`${shown} ${called}`)
}

/** Weaker than words: names of icons, classes and test ids. */
export function controlHints({ attributes }: PageNode): string {
  const hints = [attributes.icon, attributes.class, attributes.id, attributes['data-testid'], attributes.name]
  return plainWords(
    hints
      .filter(Boolean)
      .join(' ')
      .replace(/([a-z])([A-Z])/g, '$1 $2'),
  )
}

/** The address behind a link, as words; empty for `#` and scripts. */
export function addressWords(node: PageNode): string {
  return webAddressOf(node) ? wordsOfAddress(node.attributes.href ?? '') : ''
}

/** The http address a click would go to, or undefined when a script decides. */
export function webAddressOf(node: PageNode): string | undefined {
  const href = node.attributes.href
  if (!href || !/^https?:/i.test(href)) return undefined
  return href
}

export function visibleControls(snapshot: PageSnapshot): PageNode[] {
  return snapshot.nodes.filter(node => node.isVisible && isControl(node))
}

function isOption(text: PageNode): boolean {
  return text.parent?.tag === 'option'
}

function altOf(node: PageNode): string {
  for (const part of walkDown(node)) if (part.attributes.alt) return part.attributes.alt
  return ''
}
