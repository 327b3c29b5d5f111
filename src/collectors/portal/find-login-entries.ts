import type { PageNode, PageSnapshot } from './page-snapshot.ts'
import { addressWords, controlHints, controlWords, isControl, isDisabled, webAddressOf } from './page-tree.ts'
import { siteOf } from './rate-links.ts'
import { ACCOUNT, FORGOTTEN, LOGIN, LOGOUT, REGISTER, SOCIAL } from './words.ts'

const NETWORKS = /(^|\.)(facebook|google|apple|linkedin|twitter|x|instagram|youtube|paypal|amazon|tiktok|github)\.com$/

/** Controls that may lead to the login form, best first. Hidden links count: they stand in closed menus. */
export function findLoginEntries(snapshot: PageSnapshot): PageNode[] {
  const here = new URL(snapshot.url)
  return snapshot.nodes
    .filter(node => isControl(node) && !isDisabled(node))
    .map(node => ({ node, rating: rateEntry(node) - penaltyOfSite(node, here) }))
    .filter(({ rating }) => rating > 0)
    .sort((a, b) => b.rating - a.rating)
    .map(({ node }) => node)
}

/** Portals do live on other domains than the shop window; a neighbour's login and the big networks' are not ours. */
function penaltyOfSite(control: PageNode, here: URL): number {
  const target = URL.parse(webAddressOf(control) ?? '')
  if (!target || siteOf(target) === siteOf(here)) return 0
  return NETWORKS.test(target.hostname) ? Number.POSITIVE_INFINITY : 3
}

function rateEntry(control: PageNode): number {
  const words = controlWords(control)
  const address = addressWords(control)
  if (words.length > 60 || LOGOUT.test(words) || LOGOUT.test(address)) return 0
  if (!control.isVisible && !webAddressOf(control)) return 0
  let rating = 0
  if (LOGIN.test(words)) rating += 6
  if (LOGIN.test(address)) rating += 4
  if (ACCOUNT.test(words)) rating += 3
  if (ACCOUNT.test(address)) rating += 1
  if (words === '' && /(?<![a-z])(?:user|account|login|profile|person|avatar)(?![a-z])/.test(controlHints(control)))
    rating += 2
  if (rating > 0 && (FORGOTTEN.test(words) || FORGOTTEN.test(address))) rating -= 6
  if (REGISTER.test(words) && !LOGIN.test(words)) rating -= 6
  if (SOCIAL.test(words)) rating -= 5
  if (
    /(?<![a-z])(?:partner|reseller|supplier|vendor|job|career|investor|press|blog|developer|employee|fournisseurs|partenaires?|recrutement|karriere)s?(?![a-z])/.test(
      `${words} ${address}`,
    )
  )
    rating -= 3
  return control.isVisible ? rating : rating - 0.5
}
