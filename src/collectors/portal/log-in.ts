import type { CollectContext } from '#collector-kit/contract.ts'
import { CredentialRejected, SupplierChanged, SupplierUnavailable, UserActionNeeded } from '#collector-kit/errors.ts'
import type { Localized } from '#domain/localized.ts'
import { findLoginEntries } from './find-login-entries.ts'
import { findLoginForm, type LoginForm } from './find-login-form.ts'
import { findComplaint, judgeLogin, type LoginVerdict } from './judge-login.ts'
import type { PageNode, PageSnapshot } from './page-snapshot.ts'
import { addressWords, controlWords, webAddressOf } from './page-tree.ts'
import type { PortalPage } from './portal-page.ts'
import { totpCode } from './totp.ts'

export interface LoginParams {
  username: string
  password: string
  totpSecret?: string | undefined
}

export interface LoginErrand {
  portal: PortalPage
  params: LoginParams
  /** Where to look when a page after the login says nothing: a known home, the address the user gave. */
  homes: string[]
  run: Pick<CollectContext, 'ask' | 'handOver' | 'log'>
}

/** Where the form was, to go straight there next time. */
export interface LoggedIn {
  formUrl: string | null
  page: PageSnapshot
}

/** There is no login here that we recognise, and nothing was sent: another site, another address, or a new design. */
export class LoginNotFound extends SupplierChanged {
  override readonly sentence: Localized

  constructor(url: string) {
    const host = URL.parse(url)?.host ?? url
    super(`No login found at ${host}`)
    this.sentence = {
      en: `We found no login at ${host}. Give the address of the page on which you log in.`,
      fr: `Nous n’avons pas trouvé de formulaire de connexion sur ${host}. Indiquez l’adresse de la page où vous vous connectez.`,
    }
  }
}

/** Pages opened in search of the form; sites have their door in the head or one page behind it. */
const MAX_ENTRIES = 6
const MAX_TURNS = 200
/** A single-page app may think this long about a password before it shows anything new. */
const PATIENCE_MS = 12_000
/** Sooner than that a page may still be on its way. */
const LOST_MS = 2500
const MAX_CODES = 3
const POLL_MS = 300

/** Logs in from wherever the page is. Returns only with a positive sign of being inside; sends the password once. */
export async function logIn(errand: LoginErrand): Promise<LoggedIn> {
  const attempt = new LoginAttempt(errand)
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const done = await attempt.takeTurn()
    if (done) return done
  }
  throw new SupplierChanged('The login does not come to an end')
}

class LoginAttempt {
  readonly #portal: PortalPage
  readonly #params: LoginParams
  readonly #run: LoginErrand['run']
  readonly #homes: string[]
  /** The page as it was when something was last sent. */
  #before: PageSnapshot | null = null
  #sentAt = 0
  #isPasswordSent = false
  #isUsernameSent = false
  #codesSent = 0
  #doorsTriedInside = 0
  #homesTried = 0
  #isHandedOver = false
  #formUrl: string | null = null
  readonly #entriesTried = new Set<string>()

  constructor({ portal, params, run, homes }: LoginErrand) {
    this.#homes = homes
    this.#portal = portal
    this.#params = params
    this.#run = run
  }

  async takeTurn(): Promise<LoggedIn | null> {
    const page = await this.#portal.read()
    const verdict = judgeLogin({
      page,
      status: this.#portal.status,
      before: this.#before,
      username: this.#params.username,
    })
    this.#run.log.info({ verdict: verdict.is, page: page.title.slice(0, 80) }, 'Portal login step')
    if (verdict.is === 'inside') return { formUrl: this.#formUrl, page }
    await this.#actOn(verdict, page)
    return null
  }

  async #actOn(verdict: LoginVerdict, page: PageSnapshot): Promise<void> {
    switch (verdict.is) {
      case 'refused':
        throw new CredentialRejected(verdict.sentence)
      case 'login_form':
        return this.#fillForm(verdict.form, page)
      case 'code_wanted':
        return this.#giveCode(verdict, page)
      case 'choice_wanted':
        return this.#choose(verdict, page)
      case 'approval_wanted':
        return this.#awaitApproval(verdict.sentence)
      case 'site_down':
        throw new SupplierUnavailable(`The site is down: ${verdict.sentence}`)
      case 'unsure':
        return this.#lookAround(page)
      case 'human_check':
        return this.#handOver(verdict.sentence, page)
      case 'inside':
        return
      default:
        throw userAction(verdict)
    }
  }

  async #fillForm(form: LoginForm, page: PageSnapshot): Promise<void> {
    const isStillThere = form.password ? this.#isPasswordSent : this.#isUsernameSent
    if (isStillThere) return this.#awaitAnswer('The login form came back without a word')
    refusePlainHttp(page.url, this.#homes)
    this.#formUrl ??= page.url
    if (form.username) await this.#fill(form.username, this.#params.username)
    if (form.password) await this.#fill(form.password, this.#params.password)
    this.#isUsernameSent = true
    if (form.password) this.#isPasswordSent = true
    const last = form.password ?? form.username
    if (last) await this.#send(form.submit, last, page)
  }

  async #fill(field: PageNode, text: string): Promise<void> {
    await this.#portal.type(field, text).catch(() => this.#portal.typeKeys(field, text))
  }

  async #send(submit: PageNode | null, lastField: PageNode, page: PageSnapshot): Promise<void> {
    this.#before = page
    this.#sentAt = Date.now()
    if (submit && (await this.#portal.isDisabledNow(submit))) await this.#portal.pressEnter(lastField)
    else if (submit) await this.#portal.pressOnly(submit)
    else await this.#portal.pressEnter(lastField)
    await this.#portal.settle()
  }

  async #giveCode(wanted: LoginVerdict & { is: 'code_wanted' }, page: PageSnapshot): Promise<void> {
    if (this.#isStillBeforeAnswer(wanted, page)) return this.#portal.page.waitForTimeout(POLL_MS)
    if (this.#codesSent >= MAX_CODES) throw new UserActionNeeded(wanted.refusal ?? wanted.sentence)
    const { totpSecret } = this.#params
    const isUnattended = totpSecret !== undefined && this.#codesSent === 0
    const code = isUnattended ? totpCode(totpSecret, new Date()) : await this.#run.ask(codeQuestion(wanted))
    this.#codesSent++
    const [first] = wanted.fields
    if (!first) return
    if (wanted.fields.length > 1) await this.#portal.typeKeys(first, code.trim())
    else await this.#fill(first, code.trim())
    await this.#portal.settle()
    // Many send themselves with the last digit.
    if (this.#portal.url === page.url && (await this.#portal.isThere(first)))
      return this.#send(wanted.submit, first, page)
    this.#before = page
    this.#sentAt = Date.now()
  }

  /** The page with the code is still the one it was sent from, and says nothing new. */
  #isStillBeforeAnswer({ refusal }: LoginVerdict & { is: 'code_wanted' }, page: PageSnapshot): boolean {
    const before = this.#before
    if (this.#codesSent === 0 || !before || Date.now() - this.#sentAt > PATIENCE_MS) return false
    return page.documentId === before.documentId && refusal === findComplaint(before, null)
  }

  async #choose(wanted: LoginVerdict & { is: 'choice_wanted' }, page: PageSnapshot): Promise<void> {
    const labels = wanted.options.map(
      option => option.attributes.label || controlWords(option) || option.attributes.id || '?',
    )
    const answer = await this.#run.ask({
      kind: 'choice',
      prompt: { en: wanted.sentence, fr: wanted.sentence },
      options: labels,
    })
    const chosen = wanted.options[labels.indexOf(answer)] ?? wanted.options[0]
    if (!chosen) return
    await this.#portal.pressOnly(chosen)
    await this.#send(wanted.submit, chosen, page)
  }

  /** Only a person may pass a check for persons: everything is filled in, the page is theirs until they say that they are in. */
  async #handOver(sentence: string, page: PageSnapshot): Promise<void> {
    if (this.#isHandedOver) throw humanNeeded(sentence)
    this.#isHandedOver = true
    const form = findLoginForm(page)
    if (form?.username) await this.#fill(form.username, this.#params.username)
    if (form?.password && !this.#isPasswordSent) await this.#fill(form.password, this.#params.password)
    this.#isPasswordSent ||= Boolean(form?.password)
    this.#isUsernameSent ||= Boolean(form?.username)
    this.#formUrl ??= page.url
    const end = await this.#run.handOver({
      page: this.#portal.page,
      instructions: {
        en: 'The supplier wants to see that a person is logging in. Log in on this page, then say that it is done.',
        fr: 'Le fournisseur veut vérifier qu’une personne se connecte. Connectez-vous sur cette page, puis indiquez que c’est fait.',
      },
    })
    if (end !== 'ok') throw humanNeeded(sentence)
    this.#before = page
    this.#sentAt = Date.now()
    await this.#portal.settle()
  }

  /** The person says when it is done; the page usually notices by itself first. */
  async #awaitApproval(sentence: string): Promise<void> {
    await this.#run.ask({ kind: 'approve', prompt: { en: sentence, fr: sentence } })
    this.#sentAt = Date.now()
    await this.#portal.settle()
  }

  /** Not the form, not the inside: before the password another door, after it a little patience. */
  async #lookAround(page: PageSnapshot): Promise<void> {
    if (this.#before) return this.#awaitInside(page)
    const entry = findLoginEntries(page).find(control => !this.#entriesTried.has(entryKey(control)))
    if (!entry || this.#entriesTried.size >= MAX_ENTRIES) throw new LoginNotFound(page.url)
    this.#entriesTried.add(entryKey(entry))
    const address = webAddressOf(entry)
    if (address) await this.#portal.open(address, page.url)
    else await this.#portal.press(entry)
  }

  /** A page that says neither, after the password: a dead end of the site. From its home one sees where one is. */
  async #awaitInside(page: PageSnapshot): Promise<void> {
    const isLost = Date.now() - this.#sentAt > LOST_MS && this.#isPasswordSent
    const home = isLost ? this.#homes[this.#homesTried++] : undefined
    if (home) return this.#portal.open(home)
    const door = isLost ? findLoginEntries(page).find(control => webAddressOf(control)) : undefined
    if (!door || this.#doorsTriedInside++ > 0) {
      return this.#awaitAnswer('Neither inside nor refused after the password was sent')
    }
    await this.#portal.open(webAddressOf(door) ?? '', page.url)
  }

  async #awaitAnswer(otherwise: string): Promise<void> {
    if (Date.now() - this.#sentAt > PATIENCE_MS) throw new SupplierChanged(otherwise)
    await this.#portal.page.waitForTimeout(POLL_MS)
    await this.#portal.settle()
  }
}

function entryKey(control: PageNode): string {
  return addressWords(control) || controlWords(control)
}

function codeQuestion({ sentence, refusal }: LoginVerdict & { is: 'code_wanted' }) {
  const said = [refusal, sentence].filter(Boolean).join(' ')
  return {
    kind: 'code' as const,
    prompt: { en: `The supplier asks for a code: “${said}”`, fr: `Le fournisseur demande un code : « ${said} »` },
  }
}

function humanNeeded(said: string): UserActionNeeded {
  return new UserActionNeeded({
    en: `The supplier wants to see that a person is logging in: “${said}”`,
    fr: `Le fournisseur veut vérifier qu’une personne se connecte : « ${said} »`,
  })
}

function userAction({
  is,
  sentence,
}: LoginVerdict & { is: 'terms_wanted' | 'password_change_wanted' }): UserActionNeeded {
  const wanted = { terms_wanted: TERMS_WANTED, password_change_wanted: PASSWORD_CHANGE_WANTED }[is]
  return new UserActionNeeded({ en: `${wanted.en} “${sentence}”`, fr: `${wanted.fr} « ${sentence} »` })
}

const TERMS_WANTED = {
  en: 'The supplier wants its terms accepted. Log in on its site once, then connect again:',
  fr: 'Le fournisseur demande d’accepter ses conditions. Connectez-vous une fois sur son site, puis reconnectez-vous ici :',
}
const PASSWORD_CHANGE_WANTED = {
  en: 'The supplier wants a new password. Change it on its site, then connect again:',
  fr: 'Le fournisseur demande un nouveau mot de passe. Changez-le sur son site, puis reconnectez-vous ici :',
}

/** Who gave an encrypted address does not expect the password to travel in the clear. */
function refusePlainHttp(formUrl: string, homes: string[]): void {
  const url = URL.parse(formUrl)
  if (url?.protocol !== 'http:' || !homes.at(-1)?.startsWith('https:')) return
  throw new UserActionNeeded({
    en: `The login page of ${url.host} is not encrypted, so we do not send your password there.`,
    fr: `La page de connexion de ${url.host} n’est pas chiffrée : nous n’y envoyons pas votre mot de passe.`,
  })
}
