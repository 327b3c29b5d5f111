import { plainWords } from './fold-text.ts'
import { isForbidden } from './forbidden.ts'
import type { PageNode, PageSnapshot } from './page-snapshot.ts'
import { ancestorsOf, controlWords, isDisabled, visibleControls, visibleText, walkDown } from './page-tree.ts'
import { AGREE, COOKIES, DISMISS, NECESSARY_ONLY, REFUSE } from './words.ts'

/** A banner's own text; a page that merely mentions cookies at its foot is longer. */
const LONGEST_BANNER = 4000
const FURTHEST_ABOVE = 10
/** To privacy or terms we agree for nobody. */
const COOKIES_THEMSELVES = /(?<![a-z])(?:cookies?|traceurs|trackers)(?![a-z])/

export interface Obstacle {
  what: 'cookies' | 'window'
  /** What to press to be rid of it. */
  button: PageNode
}

/**
 * The cookie banner or pop-up window in the way, with the button that costs the user least: refuse, then only what
 * is necessary, then agree (to cookies only: a banner that speaks of nothing else). A window that asks for a
 * password or a code is no obstacle.
 */
export function findObstacle(snapshot: PageSnapshot): Obstacle | null {
  const buttons = visibleControls(snapshot).filter(node => !isDisabled(node) && controlWords(node).length < 60)
  for (const wish of [REFUSE, NECESSARY_ONLY, AGREE]) {
    const about = wish === AGREE ? COOKIES_THEMSELVES : COOKIES
    const button = buttons.find(node => isWholly(node, wish) && isOnBanner(node, about))
    if (button) return { what: 'cookies', button }
  }
  const closing = buttons.find(node => isWholly(node, DISMISS) && !isForbidden(node) && isOnWindow(node))
  return closing ? { what: 'window', button: closing } : null
}

/** Few other words: `Accept` but not `Accept our offer and continue to payment`. */
function isWholly(button: PageNode, wish: RegExp): boolean {
  const words = controlWords(button)
  const match = wish.exec(words)
  return match !== null && words.length - match[0].length <= 22
}

function isOnBanner(button: PageNode, about: RegExp): boolean {
  let steps = 0
  for (const above of ancestorsOf(button)) {
    if (++steps > FURTHEST_ABOVE || /^(body|html|main|#frame)$/.test(above.tag)) break
    const text = visibleText(above)
    if (text.length > LONGEST_BANNER || asksForSecrets(above)) return false
    if (about.test(plainWords(text)) || about.test(plainWords(`${above.attributes.id} ${above.attributes.class}`)))
      return true
  }
  return button.frame > 0 && about.test(plainWords(visibleText(rootOf(button))))
}

function isOnWindow(button: PageNode): boolean {
  for (const above of ancestorsOf(button)) {
    const { role, class: names = '', 'aria-modal': modal } = above.attributes
    const isWindow = above.tag === 'dialog' || /^(alert)?dialog$/.test(role ?? '') || modal === 'true'
    if (isWindow || /(^|[\s_-])(modal|popup|overlay|lightbox)($|[\s_-])/i.test(names)) return !asksForSecrets(above)
  }
  return false
}

function asksForSecrets(node: PageNode): boolean {
  for (const part of walkDown(node)) {
    if (
      part.tag === 'input' &&
      part.isVisible &&
      /^(password|email|tel|text|number)$/.test(part.attributes.type ?? 'text')
    )
      return true
    if (/^(iframe|embed|object)$/.test(part.tag) && part.isVisible) return true
  }
  return false
}

function rootOf(node: PageNode): PageNode {
  let root = node
  for (const above of ancestorsOf(node)) {
    if (above.frame !== node.frame) break
    root = above
  }
  return root
}
