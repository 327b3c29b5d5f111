import { afterAll, describe, expect, test } from 'vitest'
import { createBrowserPool } from '#platform/browser/browser-pool.ts'
import { collectOnce, type Errand, nothingKept } from './collect-once.ts'
import { html, loginForm, table } from './html.ts'
import { redirect, Site } from './site.ts'

const TIMEOUT_MS = 90_000
const FORM = { user: 'E-mail', password: 'Mot de passe', button: 'Se connecter' }

const browsers = createBrowserPool({ log: { info: () => {}, warn: () => {} } })
afterAll(() => browsers.close())

interface Refusal {
  name: string
  serve(site: Site): void
  start?: string
  password?: string
  zoo?: Errand['zoo']
  code: string
  /** Found in the sentence the user sees. */
  says?: RegExp
  /** How often the password may have been sent. */
  sent: number
}

const loginThen = (site: Site, home: string) => {
  site.open('/', () => redirect('/login'))
  site.login((_, error) => html('fr', 'Connexion', loginForm(FORM, error)), { home: '/home' })
  site.inside('/home', () => home)
}

const refusals: Refusal[] = [
  {
    name: 'a wrong password, with the site’s own sentence, sent once',
    serve: site => {
      site.open('/', () => redirect('/login'))
      site.login((_, error) => html('fr', 'Connexion', loginForm(FORM, error)), {
        error: 'Identifiant ou mot de passe erroné. Il vous reste 2 essais.',
      })
    },
    password: 'wrong',
    code: 'credential_rejected',
    says: /Il vous reste 2 essais/,
    sent: 1,
  },
  {
    name: 'a wrong password, answered by a script in a box without a name',
    serve: site => {
      site.open('/', () =>
        html(
          'de',
          'Login',
          '<h1>Anmeldung</h1><div><input id="u" placeholder="E-Mail"><input id="p" type="password"><button onclick="send()">Anmelden</button><p id="m"></p></div><script>async function send() { await fetch("/check", { method: "POST", body: new URLSearchParams({ username: u.value, password: p.value }) }); m.textContent = "E-Mail oder Passwort stimmen nicht." }</script>',
        ),
      )
      site.open('/check', visit => String(site.accepts(visit)))
    },
    password: 'wrong',
    code: 'credential_rejected',
    says: /stimmen nicht/,
    sent: 1,
  },
  {
    name: 'an unknown user name, refused at the first of two steps',
    serve: site => {
      site.open('/', ({ form }) =>
        html(
          'en',
          'Sign in',
          `<h1>Sign in</h1>${form.has('u') ? '<p role="alert">We could not find an account with that email. It is unknown to us.</p>' : ''}<form method="post"><input type="email" name="u" autocomplete="username"><button>Next</button></form>`,
        ),
      )
    },
    code: 'credential_rejected',
    says: /could not find an account/,
    sent: 0,
  },
  {
    name: 'terms to accept',
    serve: site => {
      loginThen(
        site,
        html(
          'fr',
          'Conditions',
          '<h1>Nos conditions générales ont changé</h1><form action="/accepter" method="post"><label><input type="checkbox"> J’ai lu les conditions</label><button>Accepter</button></form>',
        ),
      )
      site.trap('/accepter')
    },
    code: 'user_action_needed',
    says: /conditions/i,
    sent: 1,
  },
  {
    name: 'a password to change',
    serve: site =>
      loginThen(
        site,
        html(
          'en',
          'New password',
          '<h1>Your password has expired</h1><form method="post" action="/change"><input type="password" name="a" placeholder="New password" autocomplete="new-password"><input type="password" name="b" placeholder="Repeat new password" autocomplete="new-password"><button>Save</button></form>',
        ),
      ),
    code: 'user_action_needed',
    says: /password has expired/,
    sent: 1,
  },
  {
    name: 'a site that is down',
    serve: site =>
      site.open('/', () => ({ status: 503, body: html('fr', 'Maintenance', '<h1>Site en maintenance</h1>') })),
    code: 'supplier_unavailable',
    sent: 0,
  },
  {
    name: 'a maintenance page after the login',
    serve: site =>
      loginThen(site, html('de', 'Wartung', '<h1>Wartungsarbeiten</h1><p>Bitte versuchen Sie es später.</p>')),
    code: 'supplier_unavailable',
    sent: 1,
  },
  {
    name: 'a technical error in the login form is no refusal',
    serve: site => {
      site.open('/', () => redirect('/login'))
      site.open('/login', ({ form }) =>
        html(
          'fr',
          'Connexion',
          loginForm(
            FORM,
            form.has('password') ? 'Une erreur technique est survenue, veuillez réessayer plus tard.' : '',
          ),
        ),
      )
    },
    code: 'supplier_unavailable',
    sent: 0,
  },
  {
    name: 'a site without a login',
    serve: site =>
      site.open('/', () =>
        html(
          'en',
          'Blog',
          '<h1>My garden</h1><p>Roses.</p><form action="/s"><input name="q"><button>Search</button></form>',
        ),
      ),
    code: 'supplier_changed',
    says: /no login/,
    sent: 0,
  },
  {
    name: 'a redirect without end',
    serve: site => site.open('/*', ({ url }) => redirect(`${url.pathname}x`)),
    code: 'supplier_unavailable',
    sent: 0,
  },
  {
    name: 'a dead end after the login is no refusal',
    serve: site => {
      site.open('/', () => html('fr', 'Accueil', '<a href="/login">Connexion</a>'))
      site.login((_, error) => html('fr', 'Connexion', loginForm(FORM, error)), { home: '/perdu' })
      site.inside('/perdu', () => ({ status: 404, body: html('fr', 'Erreur', '<h1>Page introuvable</h1>') }))
    },
    code: 'supplier_changed',
    sent: 1,
  },
  {
    name: 'inside, but no list anywhere and no word that there is none',
    serve: site =>
      loginThen(
        site,
        html('fr', 'Compte', '<a href="/profil">Mon profil</a><a href="/quitter">Déconnexion</a><h1>Bonjour</h1>'),
      ),
    code: 'supplier_changed',
    sent: 1,
  },
  {
    name: 'a list whose documents are gone is not "nothing"',
    serve: site => {
      loginThen(site, html('fr', 'Compte', '<a href="/factures">Factures</a><a href="/quitter">Déconnexion</a>'))
      site.inside('/factures', () =>
        html(
          'fr',
          'Factures',
          `<a href="/quitter">Déconnexion</a><h1>Factures</h1>${table(
            ['Numéro', 'Date', 'Montant'],
            [
              ['F-1', '04/10/2026', '12,00 €'],
              ['F-2', '04/09/2026', '13,00 €'],
            ],
          )}`,
        ),
      )
    },
    code: 'supplier_changed',
    sent: 1,
  },
  {
    name: 'a check for humans that nobody passes',
    serve: site => {
      site.open('/', () =>
        html(
          'en',
          'Sign in',
          `${loginForm({ user: 'Email', password: 'Password', button: 'Sign in' })}<iframe title="reCAPTCHA" src="/recaptcha/anchor" width="304" height="78"></iframe>`,
        ),
      )
      site.open('/recaptcha/anchor', () => '<p>I am not a robot</p>')
    },
    zoo: { takeOver: async () => {} },
    code: 'user_action_needed',
    says: /person/,
    sent: 0,
  },
]

describe.concurrent('what ends a run', () => {
  for (const refusal of refusals) {
    test(refusal.name, { timeout: TIMEOUT_MS }, async () => {
      const site = new Site()
      refusal.serve(site)
      const url = (await site.listen()) + (refusal.start ?? '/')
      try {
        const outcome = await collectOnce({
          zoo: refusal.zoo ?? {},
          url,
          browsers,
          kept: nothingKept(),
          ...(refusal.password && { password: refusal.password }),
        }).catch(error => error)
        expect(outcome).toMatchObject({ code: refusal.code })
        if (refusal.says) expect(outcome.sentence.en).toMatch(refusal.says)
        expect(site.passwordsSent).toBe(refusal.sent)
        expect(site.trapsTouched).toEqual([])
      } finally {
        await site.close()
      }
    })
  }
})

test('a person passes the check for humans, and the run goes on', { timeout: TIMEOUT_MS }, async () => {
  const site = new Site()
  site.open('/', () => redirect('/login'))
  site.login((_, error) =>
    html(
      'en',
      'Sign in',
      `${loginForm({ user: 'Email', password: 'Password', button: 'Sign in' }, error)}<iframe title="hCaptcha challenge" src="/hcaptcha" width="300" height="80"></iframe>`,
    ),
  )
  site.open('/hcaptcha', () => '<p>I am human</p>')
  site.inside('/account', () =>
    html('en', 'Account', '<a href="/logout">Log out</a><h1>Invoices</h1><p>You have no invoices yet.</p>'),
  )
  try {
    const zoo = { takeOver: async (page: { click(selector: string): Promise<void> }) => page.click('button') }
    const found = await collectOnce({ zoo, url: `${await site.listen()}/`, browsers, kept: nothingKept() })
    expect(found).toEqual([])
    expect(site.passwordsSent).toBe(1)
  } finally {
    await site.close()
  }
})
