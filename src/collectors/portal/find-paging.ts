import { plainWords } from './fold-text.ts'
import { isForbidden } from './forbidden.ts'
import type { PageNode, PageSnapshot } from './page-snapshot.ts'
import {
  ancestorsOf,
  controlHints,
  controlWords,
  isControl,
  isDisabled,
  isInside,
  visibleText,
  walkDown,
  webAddressOf,
} from './page-tree.ts'
import {
  ALL,
  APPLY,
  CONTRACTS,
  INVOICE,
  LOAD_MORE,
  NEXT_PAGE,
  OTHER_LIST,
  OTHER_PAPER,
  PREVIOUS_PAGE,
} from './words.ts'

/** The control that shows the rows after these: another page, or more of this one. */
export interface MoreRows {
  how: 'next' | 'more'
  control: PageNode
}

/** One way to look at the list (a year, a contract), and how to get there. */
export interface Selector {
  what: 'year' | 'contract'
  options: { label: string; isCurrent: boolean; control: PageNode; value?: string }[]
  /** A button that has to be pressed after choosing, where nothing happens by itself. */
  apply: PageNode | null
  /** The `<select>`, when it is one. */
  select: PageNode | null
}

/** Next page, next number, or "show more"; null on the last page. `rows` are the list's, so that a carousel is not it. */
export function findMoreRows(page: PageSnapshot, rows: PageNode[]): MoreRows | null {
  const controls = page.nodes.filter(
    node =>
      node.isVisible &&
      (isControl(node) || node.isPointer) &&
      !isDisabled(node) &&
      !isForbidden(node) &&
      !rows.some(row => isInside(node, row)),
  )
  const next = controls.find(
    node => isNext(node) && !isGreyedOut(node) && isNear(node, rows) && staysOnList(node, page.url),
  )
  if (next) return { how: 'next', control: next }
  const numbered = findNextNumber(controls.filter(node => isNear(node, rows)))
  if (numbered) return { how: 'next', control: numbered }
  const more = controls.find(node => isLoadMore(node) && isNear(node, rows))
  return more ? { how: 'more', control: more } : null
}

function isNext(control: PageNode): boolean {
  if (control.attributes.rel === 'next') return true
  const words = controlWords(control)
  const shown = visibleText(control).trim()
  if (/^(?:[›»>→⟩❯]|>>|›|&gt;)$/.test(shown)) return !/last|derniere|letzte|ultim|laatste/.test(words)
  if (words.length > 0)
    return (
      words.length < 40 && NEXT_PAGE.test(words) && !PREVIOUS_PAGE.test(words) && !/(?<![a-z])step(?![a-z])/.test(words)
    )
  const hints = controlHints(control)
  return NEXT_PAGE.test(hints) && !PREVIOUS_PAGE.test(hints)
}

/** Another page of a list has the list's address, but for a number: "Next: your contract" leads elsewhere. */
function staysOnList(control: PageNode, url: string): boolean {
  const address = webAddressOf(control)
  const [from, to] = [URL.parse(url)?.pathname, address && URL.parse(address)?.pathname]
  return (
    !to || !from || to.replace(/\/?\d*\/?$/, '') === from.replace(/\/?\d*\/?$/, '') || /page|offset|start|\d/.test(to)
  )
}

/** `<li class="disabled"><a>Next</a></li>`. */
function isGreyedOut(control: PageNode): boolean {
  return [...ancestorsOf(control)].slice(0, 2).some(above => /^(li|span|div)$/.test(above.tag) && isDisabled(above))
}

/** Pages `1 2 3` without an arrow: the number after the one that is no link, or is marked as current. */
function findNextNumber(controls: PageNode[]): PageNode | null {
  const numbers = controls.filter(node => /^\d{1,3}$/.test(visibleText(node).trim()))
  for (const node of numbers) {
    const group = [...ancestorsOf(node)].find(above => numberedParts(above).length > 1)
    if (!group) continue
    const parts = numberedParts(group)
    const current = parts.find(part => isCurrentPage(part, numbers))
    const wanted = current ? Number(visibleText(current).trim()) + 1 : null
    const next =
      wanted === null
        ? undefined
        : numbers.find(each => Number(visibleText(each).trim()) === wanted && isInside(each, group))
    return next ?? null
  }
  return null
}

function numberedParts(group: PageNode): PageNode[] {
  return [...walkDown(group)].filter(
    node =>
      node.isVisible &&
      node.tag !== '#text' &&
      /^\d{1,3}$/.test(visibleText(node).trim()) &&
      node.children.every(child => child.tag === '#text'),
  )
}

function isCurrentPage(part: PageNode, numbers: PageNode[]): boolean {
  const near = [part, ...[...ancestorsOf(part)].slice(0, 2)]
  const isMarked = near.some(
    ({ attributes }) =>
      attributes['aria-current'] || /(^|[\s_-])(active|current|selected)($|[\s_-])/.test(attributes.class ?? ''),
  )
  return isMarked || !numbers.some(node => isInside(part, node))
}

function isLoadMore(control: PageNode): boolean {
  const words = controlWords(control)
  if (words.length > 60 || !LOAD_MORE.test(words)) return false
  return webAddressOf(control) === undefined || INVOICE.test(words)
}

/** Below or right above the list, or in the same part of the page. */
function isNear(control: PageNode, rows: PageNode[]): boolean {
  const [first] = rows
  const last = rows.at(-1)
  if (!first || !last) return false
  if (control.frame !== first.frame) return false
  const shared = [...ancestorsOf(control)].find(above => isInside(first, above))
  const isInMain = shared !== undefined && !/^(html|#frame)$/.test(shared.tag)
  return isInMain && (control.id > first.id || (first.box?.[1] ?? 0) - (control.box?.[1] ?? 0) < 400)
}

const YEAR = /^(?:[a-z ]{0,14})(20\d{2})(?: \d{1,4})?$/

/** Year and contract selectors: `<select>`s, tabs, or rows of links that differ only in the year. */
export function findSelectors(page: PageSnapshot, rows: PageNode[]): Selector[] {
  const selects = page.nodes
    .filter(node => node.tag === 'select' && node.isVisible && !isDisabled(node))
    .map(readSelect)
  const found = selects.filter(selector => selector !== null)
  const has = (what: Selector['what']) => found.some(selector => selector.what === what)
  const tabs = [has('year') ? null : readYearTabs(page, rows), has('contract') ? null : readContractTabs(page, rows)]
  return [...found, ...tabs.filter(selector => selector !== null)]
}

function readSelect(select: PageNode): Selector | null {
  const options = [...walkDown(select)]
    .filter(node => node.tag === 'option' && !isDisabled(node))
    .map(control => ({
      label: control.children.map(child => child.text).join(' '),
      isCurrent: control.attributes.selected !== undefined,
      control,
      value: control.attributes.value ?? '',
    }))
  if (options.length < 2 || options.length > 40) return null
  const years = options.filter(({ label }) => YEAR.test(plainWords(label)) || isPeriodOption(label))
  const apply = findApply(select)
  if (years.length >= 1 && years.length >= options.length - 1) return { what: 'year', options, select, apply }
  const named = plainWords(
    [select.attributes.label, select.attributes['aria-label'], select.attributes.name, select.attributes.id].join(' '),
  )
  const isContract =
    CONTRACTS.test(named) &&
    !/(?<![a-z])(?:lang|language|langue|sprache|idioma|lingua|taal|currency|sort|order|status|type|page|per page|size)(?![a-z])/.test(
      named,
    )
  const real = options.filter(({ label, value }) => /\d|\w{4}/.test(label) && value !== '')
  return isContract && real.length > 1 ? { what: 'contract', options: real, select, apply } : null
}

function isPeriodOption(label: string): boolean {
  const words = plainWords(label)
  return (
    ALL.test(words) ||
    /(?<![a-z0-9])(?:\d{1,2}|last|derniers?|letzten?|ultimos?|ultimi|afgelopen) (?:\d{1,2} )?(?:months?|mois|monate?n?|meses|mesi|maanden|days?|jours|tage|dias|giorni|dagen|years?|ans?|jahre?|anos?|anni|jaar)(?![a-z])/.test(
      words,
    )
  )
}

function findApply(select: PageNode): PageNode | null {
  const form = [...ancestorsOf(select)].find(above => above.tag === 'form')
  if (!form) return null
  const button = [...walkDown(form)].find(
    node =>
      node.isVisible &&
      isControl(node) &&
      node.tag !== 'a' &&
      !isForbidden(node) &&
      (APPLY.test(controlWords(node)) || node.attributes.type === 'submit'),
  )
  return button && !isForbidden(button) ? button : null
}

function readYearTabs(page: PageSnapshot, rows: PageNode[]): Selector | null {
  const isYear = (words: string) => YEAR.test(words)
  const tabs = controlsOutside(page, rows).filter(node => isYear(controlWords(node)) && !isElsewhere(node, page.url))
  return new Set(tabs.map(controlWords)).size === tabs.length ? asTabs('year', tabs, isYear) : null
}

/** `Report 2024` is an article: a year of this list is on its page, or says the year in its address. */
function isElsewhere(tab: PageNode, url: string): boolean {
  const address = webAddressOf(tab)
  const words = controlWords(tab)
  if (OTHER_LIST.test(words) || OTHER_PAPER.test(words)) return true
  const isSamePage = address === undefined || URL.parse(address)?.pathname === URL.parse(url)?.pathname
  return !isSamePage && !address?.includes(/20\d{2}/.exec(words)?.[0] ?? '-')
}

/** `Contract 1001 | Contract 1002` as links or tabs beside each other: named alike, told apart by a number. */
function readContractTabs(page: PageSnapshot, rows: PageNode[]): Selector | null {
  const isContract = (words: string) =>
    words.length < 80 && CONTRACTS.test(words) && /(?<!\d)\d{3,}/.test(words) && !YEAR.test(words)
  const groups = new Map<string, PageNode[]>()
  for (const node of controlsOutside(page, rows)) {
    const words = controlWords(node)
    if (!isContract(words)) continue
    const kind = `${node.tag} ${words.replace(/\d.*/, '')} ${webAddressOf(node)?.replace(/[?#].*|\d+/g, '') ?? ''}`
    groups.set(kind, [...(groups.get(kind) ?? []), node])
  }
  const selectors = [...groups.values()].map(tabs => asTabs('contract', tabs, isContract))
  return selectors.find(selector => selector !== null) ?? null
}

function controlsOutside(page: PageSnapshot, rows: PageNode[]): PageNode[] {
  return page.nodes.filter(
    node =>
      node.isVisible &&
      (isControl(node) || node.isPointer) &&
      !isForbidden(node) &&
      !rows.some(row => isInside(node, row)),
  )
}

/** The one that is shown is often no link: it is what else is written so among the tabs. */
function asTabs(what: Selector['what'], tabs: PageNode[], isOption: (words: string) => boolean): Selector | null {
  const [first] = tabs
  const group = first && [...ancestorsOf(first)].find(above => tabs.every(tab => isInside(tab, above)))
  if (!group) return null
  const marked = tabs.find(tab =>
    [tab, ...[...ancestorsOf(tab)].slice(0, 1)].some(above => above !== group && isMarkedCurrent(above)),
  )
  const plain = [...walkDown(group)].filter(
    node =>
      node.tag === '#text' &&
      node.isVisible &&
      isOption(plainWords(node.text)) &&
      !tabs.some(tab => isInside(node, tab)),
  )
  const shown = marked ? null : plain.length === 1 ? plain[0] : null
  const options = tabs.map(control => ({ label: controlWords(control), isCurrent: control === marked, control }))
  if (shown) options.unshift({ label: plainWords(shown.text), isCurrent: true, control: shown.parent ?? shown })
  return options.length > 1 ? { what, options, select: null, apply: null } : null
}

function isMarkedCurrent({ attributes }: PageNode): boolean {
  return (
    attributes['aria-selected'] === 'true' ||
    (attributes['aria-current'] !== undefined && attributes['aria-current'] !== 'false') ||
    /(^|[\s_-])(active|current|selected)($|[\s_-])/.test(attributes.class ?? '')
  )
}
