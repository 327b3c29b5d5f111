import { plainWords } from './fold-text.ts'
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
} from './page-tree.ts'
import { CODE, FORGOTTEN, LOGIN, NEXT_STEP, REGISTER, SOCIAL } from './words.ts'

/** Where to type what. A two-step login is two forms: the first without `password`, the second without `username`. */
export interface LoginForm {
  username: PageNode | null
  password: PageNode | null
  /** Null: press Enter. */
  submit: PageNode | null
  /** The smallest element around all of it. */
  container: PageNode
}

const USER_FIELD =
  /(?<![a-z])(?:user ?name|user ?id|user|login|log|logon|e ?mail|mail|courriel|identifiants?|identifier|customer (?:number|id|no)|client (?:number|id)|numero (?:de )?client|n client|kunden ?nummer|kundennr|benutzer(?:name|kennung)?|zugangsnummer|usuario|numero de cliente|utente|codice (?:cliente|utente|fiscale)|gebruikers?(?:naam)?|klantnummer|utilizador|usuario|nif|nie|dni|account (?:number|id|name)|phone|telephone|mobile|telefon|telefono|telefoon|telemovel|contract|contrat)(?![a-z])/
const NOT_A_USER =
  /(?<![a-z])(?:search|recherche|suche|buscar|cerca|zoek|pesquisa|captcha|coupon|promo|newsletter|company website|q|query|code postal|zip|plz|amount)(?![a-z])/
const TYPED = /^(text|email|tel|number|url|)$/

/** The form a returning customer fills in, or null. Sign-up forms, searches and newsletters are not it. */
export function findLoginForm(snapshot: PageSnapshot): LoginForm | null {
  const fields = snapshot.nodes.filter(node => node.tag === 'input' && isUsable(node))
  const passwords = fields.filter(isPassword)
  const forms = passwords
    .map(password => formAround(password, fields))
    .filter(form => !isAskingForNewPassword(form.container))
  const [best] = forms.sort((a, b) => rateForm(b) - rateForm(a))
  if (best) return rateForm(best) > 0 ? best : null
  return findFirstStep(snapshot, fields)
}

/** Two password fields, or one that browsers are told to fill with a new one: not a login. */
export function isAskingForNewPassword(container: PageNode): boolean {
  const passwords = [...walkDown(container)].filter(node => isUsable(node) && isPassword(node))
  return passwords.length > 1 || passwords.some(node => node.attributes.autocomplete?.includes('new-password'))
}

export function fieldWords(field: PageNode): string {
  const { label, name, id, placeholder, title } = field.attributes
  const split = [name, id].map(part => part?.replace(/([a-z])([A-Z])/g, '$1 $2'))
  return plainWords([label, field.attributes['aria-label'], placeholder, title, ...split].filter(Boolean).join(' '))
}

export function isPassword(field: PageNode): boolean {
  if (field.attributes.type !== 'password') return false
  return !/one-time-code/.test(field.attributes.autocomplete ?? '')
}

function isUsable(node: PageNode): boolean {
  return (
    node.tag === 'input' &&
    node.isVisible &&
    node.attributes.disabled === undefined &&
    node.attributes.readonly === undefined
  )
}

function formAround(password: PageNode, fields: PageNode[]): LoginForm {
  const container = containerOf(password, fields)
  const before = fields.filter(field => isInside(field, container) && isTyped(field) && field.id < password.id)
  const username = pickUser(before)
  return { username, password, submit: findSubmit(container, password), container }
}

/** The `<form>`, or without one the smallest element that also holds a field before the password and a button. */
function containerOf(password: PageNode, fields: PageNode[]): PageNode {
  let fallback = password.parent ?? password
  for (const above of ancestorsOf(password)) {
    if (above.tag === 'form') return above
    if (above.frame !== password.frame || /^(body|html)$/.test(above.tag)) break
    fallback = above
    const hasUser = fields.some(field => isTyped(field) && field.id < password.id && isInside(field, above))
    if (hasUser && findSubmit(above, password)) return above
  }
  return fallback
}

function isTyped(field: PageNode): boolean {
  return TYPED.test(field.attributes.type ?? '') && !NOT_A_USER.test(fieldWords(field))
}

/** As password managers do: what the page declares, then what it is called, then the last one before the password. */
function pickUser(fields: PageNode[]): PageNode | null {
  const declared = fields.find(field => /(^|\s)(username|email)(\s|$)/.test(field.attributes.autocomplete ?? ''))
  const typed = fields.find(field => field.attributes.type === 'email')
  return declared ?? typed ?? fields.findLast(field => USER_FIELD.test(fieldWords(field))) ?? fields.at(-1) ?? null
}

function rateForm({ username, password, submit, container }: LoginForm): number {
  const words = plainWords(`${container.attributes.id} ${container.attributes.class} ${container.attributes.action}`)
  const button = submit ? controlWords(submit) : ''
  const inputs = [...walkDown(container)].filter(node => isUsable(node) && isTyped(node))
  let rating = 4
  if (password?.attributes.autocomplete === 'current-password') rating += 3
  if (username) rating += 2
  if (LOGIN.test(button) || LOGIN.test(words)) rating += 3
  if (REGISTER.test(button) || (REGISTER.test(words) && !LOGIN.test(words))) rating -= 6
  return rating - Math.max(0, inputs.length - 2) * 2
}

function findFirstStep(snapshot: PageSnapshot, fields: PageNode[]): LoginForm | null {
  const address = plainWords(snapshot.url.replace(/^https?:\/\//, ''))
  const candidates = fields
    .filter(isTyped)
    .map(field => ({ field, rating: rateFirstStep(field, address) }))
    .filter(({ rating }) => rating >= 4)
    .sort((a, b) => b.rating - a.rating)
  const [best] = candidates
  if (!best) return null
  const container =
    [...ancestorsOf(best.field)].find(above => findSubmit(above, best.field)) ?? best.field.parent ?? best.field
  return { username: best.field, password: null, submit: findSubmit(container, best.field), container }
}

/** A lone field is a login only where the page says so in two ways: a newsletter has an e-mail field too. */
function rateFirstStep(field: PageNode, address: string): number {
  const autocomplete = field.attributes.autocomplete ?? ''
  const words = fieldWords(field)
  if (/one-time-code/.test(autocomplete) || (CODE.test(words) && !USER_FIELD.test(words))) return 0
  const container = [...ancestorsOf(field)].find(above => above.tag === 'form' || findSubmit(above, field))
  const around = container ? plainWords(visibleText(container)) : ''
  const button = container && findSubmit(container, field)
  const buttonWords = button ? controlWords(button) : ''
  if (REGISTER.test(buttonWords) && !LOGIN.test(buttonWords)) return 0
  let rating = USER_FIELD.test(words) || field.attributes.type === 'email' ? 2 : 0
  if (/(^|\s)(username|webauthn)(\s|$)/.test(autocomplete)) rating += 3
  if (LOGIN.test(buttonWords)) rating += 3
  if (NEXT_STEP.test(buttonWords)) rating += 1
  if (LOGIN.test(address) || LOGIN.test(plainWords(`${container?.attributes.id} ${container?.attributes.action}`)))
    rating += 2
  if (LOGIN.test(around)) rating += 1
  if (/newsletter|unsubscribe|track/.test(around)) rating -= 3
  return rating
}

/** The button that sends the form: by type, then by words; never "forgotten", "register", "show password", another door. */
function findSubmit(container: PageNode, field: PageNode): PageNode | null {
  const buttons = [...walkDown(container)].filter(
    node => node.isVisible && isControl(node) && node.frame === field.frame && !isOtherDoor(node),
  )
  const rated = buttons.map(node => ({ node, rating: rateSubmit(node, field) })).filter(({ rating }) => rating > 0)
  return rated.sort((a, b) => b.rating - a.rating)[0]?.node ?? null
}

function isOtherDoor(button: PageNode): boolean {
  const words = controlWords(button)
  if (FORGOTTEN.test(words) || SOCIAL.test(words)) return true
  return /(?<![a-z])(?:show|hide|afficher|masquer|anzeigen|mostrar|ocultar|mostra|nascondi|toon|verberg|eye|visibility|back|retour|zuruck)(?![a-z])/.test(
    `${words} ${words ? '' : controlHints(button)}`,
  )
}

function rateSubmit(button: PageNode, field: PageNode): number {
  const words = controlWords(button)
  const { type } = button.attributes
  const isSending = type === 'submit' || type === 'image'
  let rating = button.tag !== 'a' && isSending ? 3 : 0
  if (LOGIN.test(words)) rating += 4
  else if (NEXT_STEP.test(words)) rating += 3
  if (REGISTER.test(words) && !LOGIN.test(words)) rating -= 6
  if (button.tag === 'a' && /^https?:/.test(button.attributes.href ?? '') && !isSending) rating -= 3
  if (rating > 0 && button.id > field.id) rating += 1
  if (rating > 0 && isDisabled(button)) rating -= 0.5
  return rating
}
