import { fieldWords, findLoginForm, isAskingForNewPassword, isPassword, type LoginForm } from './find-login-form.ts'
import { plainWords } from './fold-text.ts'
import type { PageNode, PageSnapshot } from './page-snapshot.ts'
import {
  addressWords,
  ancestorsOf,
  controlWords,
  isControl,
  visibleControls,
  visibleText,
  walkDown,
} from './page-tree.ts'
import {
  ACCOUNT,
  AGREE,
  APPROVE,
  CODE,
  DOWN,
  HUMAN_CHECK,
  INVOICE,
  LOGIN,
  LOGOUT,
  NEW_PASSWORD,
  NEXT_STEP,
  REFUSAL,
  TERMS,
  WELCOME,
} from './words.ts'

/** What a page is, to somebody who is logging in. `unsure`: wait, or look elsewhere. */
export type LoginVerdict =
  | { is: 'inside'; because: string }
  | { is: 'refused'; sentence: string }
  | { is: 'login_form'; form: LoginForm }
  | { is: 'code_wanted'; fields: PageNode[]; submit: PageNode | null; sentence: string; refusal: string | null }
  | { is: 'choice_wanted'; options: PageNode[]; submit: PageNode | null; sentence: string }
  | { is: 'approval_wanted'; sentence: string }
  | { is: 'human_check'; sentence: string }
  | { is: 'terms_wanted'; sentence: string }
  | { is: 'password_change_wanted'; sentence: string }
  | { is: 'site_down'; sentence: string }
  | { is: 'unsure' }

export interface LoginMoment {
  page: PageSnapshot
  /** HTTP status of the page, when known. */
  status: number | null
  /** The page as it was before the password was sent; null before that. */
  before: PageSnapshot | null
  username: string
}

const word = (alternatives: string) => new RegExp(`(?<![a-z])(?:${alternatives})(?![a-z])`)

/** What a refusal is about; a page that was "not found" is not about it. */
const CREDENTIAL = word(
  'password|passwords|pass word|mot de passe|passwort|kennwort|contrasena|clave|wachtwoord|senha|palavra passe|user|username|user name|login|log in|sign in|credentials?|identifiants?|utilisateur|connexion|benutzer[a-z]*|anmeld[a-z]*|zugangsdaten|usuario|credencial(?:es)?|credenziali|utente|accesso|gebruiker[a-z]*|inlog[a-z]*|utilizador|credenciais|account|compte|konto|cuenta|conta|e ?mail',
)
const FAILURE = word(
  'technical (?:error|problem|issue)|erreur (?:technique|serveur|interne)|probleme technique|technischer? (?:fehler|problem|storung)|error tecnico|errore tecnico|technische (?:fout|storing)|erro tecnico|something went wrong|server error|unexpected error|une erreur est survenue|try again later|reessayer plus tard|spater erneut|mas tarde|piu tardi|later opnieuw|mais tarde',
)
const MISSING = word(
  'required|mandatory|please (?:enter|fill|select|choose)|obligatoire|champ requis|veuillez (?:saisir|renseigner|selectionner|choisir)|pflichtfeld|bitte (?:geben|wahlen|fullen)|erforderlich|requerid[oa]|obligatori[oa]|obbligatori[oa]|verplicht|obrigatori[oa]',
)
const WRONG = word(
  'incorrect[a-z]*|invalid[a-z]*|wrong|erron[a-z]*|falsch[a-z]*|ungultig[a-z]*|errat[aoi]|onjuist[a-z]*|ongeldig[a-z]*|errad[oa]s?|inconnu[a-z]*|unknown|unbekannt[a-z]*',
)

/** Reads the page by positive signs only. The order is from what blocks everything to what is merely likely. */
export function judgeLogin(moment: LoginMoment): LoginVerdict {
  const { page } = moment
  return (
    judgeDown(moment) ??
    judgeHumanCheck(page) ??
    judgeCode(moment) ??
    judgePasswordChange(page) ??
    judgeForm(moment) ??
    judgeTerms(page) ??
    judgeInside(moment) ??
    judgeWaiting(moment) ?? { is: 'unsure' }
  )
}

function judgeDown({ page, status }: LoginMoment): LoginVerdict | null {
  const text = visibleText(page.root)
  const isBroken =
    page.url.startsWith('chrome-error:') || (status !== null && (status >= 500 || status === 429 || status === 408))
  const isNotice = text.length < 900 && DOWN.test(plainWords(text)) && !findLoginForm(page) && !findLogout(page)
  return isBroken || isNotice ? { is: 'site_down', sentence: text.slice(0, 200) } : null
}

/** A check that shows itself: the invisible ones put a small badge on pages that work. */
function judgeHumanCheck(page: PageSnapshot): LoginVerdict | null {
  const frame = page.nodes.find(node => {
    if (node.tag !== 'iframe' || !node.isVisible) return false
    const [, , width, height] = node.box ?? [0, 0, 0, 0]
    const named = plainWords(`${node.attributes.src} ${node.attributes.title}`.replace(/([a-z])([A-Z])/g, '$1 $2'))
    return (
      width >= 200 && height >= 50 && HUMAN_CHECK.test(named) && !/(?<![a-z])(?:invisible|badge)(?![a-z])/.test(named)
    )
  })
  const text = visibleText(page.root)
  const isWall = text.length < 1500 && HUMAN_CHECK.test(plainWords(text)) && !findLogout(page)
  const image = page.nodes.find(node => node.isVisible && node.tag === 'input' && HUMAN_CHECK.test(fieldWords(node)))
  return frame || isWall || image ? { is: 'human_check', sentence: sentenceWith(page, HUMAN_CHECK) } : null
}

function judgeCode({ page, before }: LoginMoment): LoginVerdict | null {
  if (page.nodes.some(node => node.isVisible && node.tag === 'input' && isPassword(node) && !isCodeField(node, page)))
    return null
  const fields = page.nodes.filter(node => node.isVisible && node.tag === 'input' && isCodeField(node, page))
  const [first] = fields
  if (!first || (before === null && !/one-time-code/.test(first.attributes.autocomplete ?? ''))) return null
  const container = [...ancestorsOf(first)].find(above => above.tag === 'form') ?? page.root
  const submit = pickContinue([...walkDown(container)])
  return { is: 'code_wanted', fields, submit, sentence: sentenceWith(page, CODE), refusal: findComplaint(page, null) }
}

function isCodeField(field: PageNode, page: PageSnapshot): boolean {
  const { type = 'text', autocomplete = '', maxlength, inputmode } = field.attributes
  if (/one-time-code/.test(autocomplete)) return true
  if (!/^(text|tel|number|password|)$/.test(type) || /user|email|postal|search/.test(autocomplete)) return false
  const words = fieldWords(field)
  if (
    /(?<![a-z])(?:postal|zip|promo|coupon|gift|voucher|client|customer|search|country|referral|parrainage)(?![a-z])/.test(
      words,
    )
  )
    return false
  if (type === 'password')
    return CODE.test(words) && !/pass ?(?:word|wort)|mot de passe|contrasena|wachtwoord|senha|kennwort/.test(words)
  const isShort = maxlength !== undefined && Number(maxlength) <= 10
  const speaksOfCode = CODE.test(plainWords(visibleText(page.root)))
  return CODE.test(words) || (speaksOfCode && (isShort || inputmode === 'numeric') && type !== 'email')
}

function judgePasswordChange(page: PageSnapshot): LoginVerdict | null {
  const passwords = page.nodes.filter(node => node.isVisible && node.tag === 'input' && isPassword(node))
  const [first] = passwords
  if (!first || findLoginForm(page)?.password) return null
  const container = [...ancestorsOf(first)].find(above => above.tag === 'form') ?? page.root
  const saysSo = NEW_PASSWORD.test(plainWords(visibleText(page.root)))
  if (!saysSo || !isAskingForNewPassword(container)) return null
  return { is: 'password_change_wanted', sentence: sentenceWith(page, NEW_PASSWORD) }
}

/** The form is (still) there: refused when the page complains about something it did not complain about before. */
function judgeForm({ page, before }: LoginMoment): LoginVerdict | null {
  const form = findLoginForm(page)
  if (!form) return before && judgeBareRefusal(page, before)
  const complaint = before && findComplaint(page, before)
  if (complaint) return judgeComplaint(complaint, form)
  if (!form.password && findLogout(page)) return null
  return { is: 'login_form', form }
}

/** Told that something failed here, is missing or has to be proven, nobody refused the password. */
function judgeComplaint(sentence: string, form: LoginForm): LoginVerdict {
  const words = plainWords(sentence)
  if (HUMAN_CHECK.test(words)) return { is: 'human_check', sentence }
  if (FAILURE.test(words) || (DOWN.test(words) && !CREDENTIAL.test(words))) return { is: 'site_down', sentence }
  if (MISSING.test(words) && !WRONG.test(words)) return { is: 'login_form', form }
  return { is: 'refused', sentence }
}

/** Some sites answer a wrong password with a page that holds the sentence and a way back, no form. */
function judgeBareRefusal(page: PageSnapshot, before: PageSnapshot): LoginVerdict | null {
  if (findLogout(page) || visibleText(page.root).length > 1500) return null
  const complaint = findComplaint(page, before)
  const isAboutLogin =
    complaint !== null && CREDENTIAL.test(plainWords(complaint)) && REFUSAL.test(plainWords(complaint))
  return isAboutLogin && findLoginForm(before) ? { is: 'refused', sentence: complaint } : null
}

function judgeTerms(page: PageSnapshot): LoginVerdict | null {
  const headings = page.nodes.filter(node => node.isVisible && /^(h[1-4]|legend|strong|dialog)$/.test(node.tag))
  const isAbout = headings.some(heading => TERMS.test(plainWords(visibleText(heading).slice(0, 200))))
  const box = page.nodes.find(node => node.tag === 'input' && node.attributes.type === 'checkbox' && node.isVisible)
  const agree = visibleControls(page).some(
    control => AGREE.test(controlWords(control)) && controlWords(control).length < 60,
  )
  const isWall = isAbout && agree && (box !== undefined || !page.nodes.some(isInvoiceLink))
  return isWall ? { is: 'terms_wanted', sentence: sentenceWith(page, TERMS) } : null
}

/** A way out is the best sign of being in. Else two weaker ones: our own name on the page, a greeting, new links. */
function judgeInside({ page, before, username }: LoginMoment): LoginVerdict | null {
  const logout = findLogout(page)
  if (logout) return { is: 'inside', because: `way out: ${controlWords(logout) || addressWords(logout)}`.slice(0, 80) }
  if (!before) return null
  const text = visibleText(page.root)
  const signs = [
    username.length > 4 && text.includes(username) && 'shows the user name',
    WELCOME.test(plainWords(text)) && !WELCOME.test(plainWords(visibleText(before.root))) && 'greets',
    page.nodes.some(isInvoiceLink) && !before.nodes.some(isInvoiceLink) && 'leads to invoices',
    page.url !== before.url && 'moved on',
    ACCOUNT.test(plainWords(`${page.title} ${headingText(page)}`)) && 'is an account page',
    visibleControls(page).length > visibleControls(before).length + 3 && 'has more to press',
  ].filter(sign => sign !== false)
  return signs.length >= 2 ? { is: 'inside', because: signs.join(', ') } : null
}

function judgeWaiting({ page, before }: LoginMoment): LoginVerdict | null {
  if (!before) return null
  const words = plainWords(visibleText(page.root))
  if (words.length > 2500) return null
  const options = page.nodes.filter(
    node =>
      node.isVisible && node.tag === 'input' && node.attributes.type === 'radio' && !/remember/.test(fieldWords(node)),
  )
  if (CODE.test(words) && options.length > 0) {
    return { is: 'choice_wanted', options, submit: pickContinue(page.nodes), sentence: sentenceWith(page, CODE) }
  }
  return APPROVE.test(words) ? { is: 'approval_wanted', sentence: sentenceWith(page, APPROVE) } : null
}

/**
 * The way out. It may stand in a closed menu; but some public pages carry a hidden one beside the visible way in, and
 * in German one also "logs off" a newsletter.
 */
export function findLogout(page: PageSnapshot): PageNode | undefined {
  const isWayIn = (words: string) => LOGIN.test(words) && words.split(' ').length <= 3
  const hasWayIn = visibleControls(page).some(control => isWayIn(controlWords(control)))
  return page.nodes.find(node => {
    if (!isControl(node) || (hasWayIn && !node.isVisible)) return false
    const words = controlWords(node)
    const saysOut = LOGOUT.test(words) || LOGOUT.test(addressWords(node))
    return saysOut && words.length < 60 && !/newsletter|mailing/.test(`${words} ${addressWords(node)}`)
  })
}

/** The site's own sentence about what went wrong: in an alert, beside an invalid field, or by its words. */
export function findComplaint(page: PageSnapshot, before: PageSnapshot | null): string | null {
  const known = new Set(
    before ? before.nodes.filter(node => node.isVisible && node.tag === '#text').map(node => node.text) : [],
  )
  const fresh = page.nodes.filter(
    node => node.isVisible && node.tag === '#text' && node.text.length > 3 && !known.has(node.text),
  )
  const marked = fresh.filter(node => isInAlert(node) && !isControlText(node))
  const spoken = fresh.filter(
    node => REFUSAL.test(plainWords(node.text)) && node.text.length < 300 && !isControlText(node),
  )
  const best = marked.find(node => REFUSAL.test(plainWords(node.text))) ?? spoken[0] ?? (before ? marked[0] : undefined)
  return best ? sentenceAround(best) : null
}

function isInAlert(text: PageNode): boolean {
  let steps = 0
  for (const above of ancestorsOf(text)) {
    if (++steps > 4 || /^(form|main|body|html)$/.test(above.tag)) return false
    const { role, class: names = '', id = '', 'aria-live': live } = above.attributes
    if (role === 'alert' || live === 'assertive') return true
    if (/(^|[\s_-])(error|errors|alert|danger|invalid|failure|fehler|erreur|warning)/i.test(`${names} ${id}`))
      return true
  }
  return false
}

function isControlText(text: PageNode): boolean {
  return [...ancestorsOf(text)].slice(0, 3).some(above => /^(a|button|label|option)$/.test(above.tag))
}

/** `Wrong password. <b>2</b> attempts left`: the whole line, not the piece of it. */
function sentenceAround(text: PageNode): string {
  const line = text.parent && visibleText(text.parent)
  return (line && line.length < 300 ? line : text.text).slice(0, 300)
}

function pickContinue(nodes: PageNode[]): PageNode | null {
  const buttons = nodes.filter(node => node.isVisible && isControl(node) && node.tag !== 'a')
  const named =
    /(?<![a-z])(?:verify|verifier|valider|confirm|confirmer|bestatigen|verificar|verifica|conferma|bevestigen|send|envoyer|senden|enviar|invia|check|log ?in|sign ?in|anmelden|connexion)(?![a-z])/
  return (
    buttons.find(node => named.test(controlWords(node)) || NEXT_STEP.test(controlWords(node))) ??
    buttons.find(node => node.attributes.type === 'submit') ??
    null
  )
}

function sentenceWith(page: PageSnapshot, words: RegExp): string {
  const said = page.nodes.find(
    node => node.tag === '#text' && node.isVisible && node.text.length > 12 && words.test(plainWords(node.text)),
  )
  return said ? sentenceAround(said) : page.title
}

function isInvoiceLink(node: PageNode): boolean {
  return isControl(node) && INVOICE.test(`${controlWords(node)} ${addressWords(node)}`)
}

function headingText(page: PageSnapshot): string {
  const heading = page.nodes.find(node => node.isVisible && /^h[12]$/.test(node.tag))
  return heading ? visibleText(heading) : ''
}
