import type { RawFrame, RawNode } from './page-snapshot.ts'

/**
 * Runs inside the page: must not use anything outside itself. Returns the data and, at the same places, the live
 * elements, which stay in the browser. Reads only: a page that watches its own DOM sees nothing of us.
 * Values typed into fields are never read.
 */
export function readPage(maxNodes: number): { frame: RawFrame; elements: Node[] } {
  const KEPT =
    'id name type role class title alt placeholder autocomplete inputmode maxlength for method target download rel datetime colspan headers scope data-label data-title data-th data-testid data-field data-col itemprop aria-label aria-current aria-selected aria-expanded aria-haspopup aria-disabled aria-invalid aria-live aria-busy aria-modal aria-hidden disabled readonly checked selected open onclick tabindex'.split(
      ' ',
    )
  const SKIPPED = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'LINK', 'META', 'HEAD', 'BR', 'HR', 'WBR'])
  const nodes: RawNode[] = []
  const elements: Node[] = []

  function add(raw: RawNode, node: Node): number {
    nodes.push(raw)
    elements.push(node)
    return nodes.length - 1
  }

  function walk(node: Node, parent: number, isShown: boolean): void {
    if (nodes.length >= maxNodes) return
    if (node.nodeType === Node.TEXT_NODE) {
      const text = (node.nodeValue ?? '')
        .replace(/[\u200b-\u200d\ufeff\u00ad]/g, '')
        .replace(/\s+/g, ' ')
        .trim()
      if (text) add({ p: parent, t: '#text', x: text.slice(0, 2000), v: isShown }, node)
      return
    }
    if (!(node instanceof Element) || SKIPPED.has(node.tagName)) return
    const tag = node.tagName.toLowerCase()
    const box = node.getBoundingClientRect()
    const isVisible = isShown && isSeen(node, tag, box)
    const index = add(describe(node, tag, parent, isVisible, box), node)
    if (tag === 'svg') return
    for (const child of childrenOf(node, tag)) walk(child, index, isVisible)
  }

  function childrenOf(element: Element, tag: string): Iterable<Node> {
    if (element.shadowRoot) return element.shadowRoot.childNodes
    if (tag === 'slot') {
      const assigned = (element as HTMLSlotElement).assignedNodes()
      return assigned.length > 0 ? assigned : element.childNodes
    }
    return element.childNodes
  }

  function isSeen(element: Element, tag: string, box: DOMRect): boolean {
    if (tag === 'option' || tag === 'optgroup') return true
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: false })) {
      return tag !== 'html' && tag !== 'body' ? isTransparentChoice(element) : true
    }
    if (box.width === 0 && box.height === 0)
      return getComputedStyle(element).display === 'contents' || hasOverflow(element)
    const [right, bottom] = [box.right + scrollX, box.bottom + scrollY]
    return right > 0 && bottom > 0
  }

  /** A box of no size may still show what flows out of it (floats, absolutely placed menus). */
  function hasOverflow(element: Element): boolean {
    return element.childElementCount > 0 && getComputedStyle(element).overflow === 'visible'
  }

  /** Radio buttons and check boxes are often drawn by their label and kept transparent themselves. */
  function isTransparentChoice(element: Element): boolean {
    return element instanceof HTMLInputElement && /^(radio|checkbox)$/.test(element.type) && element.checkVisibility()
  }

  function describe(element: Element, tag: string, parent: number, isVisible: boolean, box: DOMRect): RawNode {
    const raw: RawNode = {
      p: parent,
      t: tag,
      v: isVisible,
      a: attributesOf(element, tag),
      b: [Math.round(box.x), Math.round(box.y), Math.round(box.width), Math.round(box.height)],
    }
    if (isVisible && !/^(a|button|input|select|option|label|html|body)$/.test(tag)) {
      const isOwnPointer = getComputedStyle(element).cursor === 'pointer'
      const parentElement = element.parentElement
      if (isOwnPointer && parentElement && getComputedStyle(parentElement).cursor !== 'pointer') raw.c = true
    }
    return raw
  }

  function attributesOf(element: Element, tag: string): Record<string, string> {
    const kept: Record<string, string> = {}
    for (const name of KEPT) {
      const value = element.getAttribute(name)
      if (value !== null) kept[name] = value.slice(0, 300)
    }
    const label = labelOf(element)
    if (label) kept.label = label.replace(/\s+/g, ' ').trim().slice(0, 300)
    if (element instanceof HTMLAnchorElement && element.hasAttribute('href')) kept.href = hrefOf(element)
    if (element instanceof HTMLFormElement) kept.action = String(element.getAttribute('action') ?? '')
    const isMedia = tag === 'iframe' || tag === 'embed' || tag === 'img'
    if (isMedia && 'src' in element) kept.src = String(element.src).slice(0, 4000)
    if (element instanceof HTMLObjectElement) kept.src = element.data.slice(0, 4000)
    if (element instanceof HTMLInputElement && /^(submit|button|reset|image)$/.test(element.type))
      kept.value = element.value
    if (element instanceof HTMLInputElement) kept.type = element.type
    if (element instanceof HTMLButtonElement) kept.type = element.type
    if (element instanceof HTMLOptionElement) kept.value = element.value.slice(0, 300)
    if (element instanceof HTMLOptionElement && element.selected) kept.selected = ''
    if (element instanceof HTMLInputElement && element.checked) kept.checked = ''
    if ('disabled' in element && element.disabled === true) kept.disabled = ''
    if (tag === 'a' || tag === 'button' || element.getAttribute('role') === 'button') {
      const icon = iconOf(element)
      if (icon) kept.icon = icon
    }
    return kept
  }

  /** `#` and `#top` go nowhere: a script decides. `#/bills` is a page of a single-page app. */
  function hrefOf(link: HTMLAnchorElement): string {
    const written = (link.getAttribute('href') ?? '').trim()
    return /^(#(?![/!].)|javascript:|$)/i.test(written) ? 'javascript:' : link.href.slice(0, 4000)
  }

  function labelOf(element: Element): string {
    const ids = element.getAttribute('aria-labelledby')
    if (ids) {
      const root = element.getRootNode() as Document | ShadowRoot
      const texts = ids.split(/\s+/).map(id => root.getElementById(id)?.textContent ?? '')
      if (texts.join('').trim()) return texts.join(' ')
    }
    const labels = 'labels' in element ? (element.labels as NodeListOf<HTMLLabelElement> | null) : null
    return labels ? [...labels].map(label => label.textContent ?? '').join(' ') : ''
  }

  /** What an icon is called by the people who put it there: class names, sprite names, file names. */
  function iconOf(element: Element): string {
    const names = [...element.querySelectorAll('svg, use, i, img, span, path, title')].slice(0, 12).map(part => {
      const file = part.getAttribute('src') ?? part.getAttribute('href') ?? part.getAttribute('xlink:href') ?? ''
      const title = part.tagName.toLowerCase() === 'title' ? part.textContent : ''
      const own = ['class', 'data-icon', 'data-lucide', 'data-testid', 'aria-label'].map(
        name => part.getAttribute(name) ?? '',
      )
      return [...own, title, file.startsWith('data:') ? '' : file].join(' ')
    })
    return names.join(' ').replace(/\s+/g, ' ').trim().slice(0, 300)
  }

  if (document.documentElement) walk(document.documentElement, -1, true)
  const frame = {
    url: location.href,
    title: document.title,
    language: document.documentElement?.lang ?? '',
    documentId: performance.timeOrigin,
    nodes,
  }
  return { frame, elements }
}
