import { expect, test } from 'vitest'
import { snapshotOf } from '../../../tests/portals/snapshot-of.ts'
import { judgeLogin } from './judge-login.ts'

const FORM = '<form><input name="user"><input type="password" name="pw"><button>Log in</button></form>'
const before = snapshotOf(FORM)

const judge = (html: string, status = 200, url = 'https://portal.test/page') =>
  judgeLogin({ page: snapshotOf(html, url), status, before, username: 'ada@example.test' })

test.each([
  ['inside', '<nav><a href="/bills">Bills</a><a href="/logout">Sign out</a></nav>'],
  ['inside', '<div hidden=""><a href="/deconnexion">Déconnexion</a></div><h1>Mes contrats</h1>'],
  ['inside', '<h1>Bonjour</h1><p>ada@example.test</p><a href="/factures">Factures</a>'],
  ['inside', '<div role="alert">Error: your usage could not be loaded</div><a href="/logout">Log out</a>'],
  ['refused', `<p class="alert-danger">Wrong password.</p>${FORM}`],
  ['refused', `${FORM}<p>Identifiant ou mot de passe incorrect</p>`],
  ['refused', `<div role="alert">Your account is locked.</div>${FORM}`],
  ['refused', '<p>Benutzername oder Passwort falsch.</p><a href="/login">Zurück</a>'],
  ['site_down', `<p class="error">A technical error occurred: technical error 17. Try again later.</p>${FORM}`],
  ['site_down', '<h1>Wartungsarbeiten</h1>'],
  ['code_wanted', '<p>We sent you a code</p><form><input autocomplete="one-time-code"><button>Verify</button></form>'],
  [
    'code_wanted',
    '<h1>Vérification</h1><p>Saisissez le code reçu par SMS</p><input maxlength="6" inputmode="numeric"><button>Valider</button>',
  ],
  [
    'choice_wanted',
    '<p>Where shall we send your code?</p><label><input type="radio" name="c"> SMS</label><label><input type="radio" name="c"> E-mail</label><button>Continue</button>',
  ],
  ['approval_wanted', '<h1>Check your phone</h1><p>Approve the sign in on your phone to continue.</p>'],
  [
    'password_change_wanted',
    '<h1>Votre mot de passe a expiré</h1><form><input type="password" name="a"><input type="password" name="b"><button>OK</button></form>',
  ],
  [
    'terms_wanted',
    '<h1>Nouvelles conditions générales</h1><label><input type="checkbox"> J’accepte</label><button>Accepter</button>',
  ],
  ['login_form', FORM],
  ['unsure', '<h1>Page not found</h1>'],
  ['unsure', '<p>Introuvable</p>'],
])('%s: %s', (verdict, html) => expect(judge(html).is).toBe(verdict))

test('an error status is the site’s trouble, whatever the page says', () => {
  expect(judge('<p>Wrong password</p>', 503).is).toBe('site_down')
})

test('the site’s own sentence is kept whole', () => {
  expect(judge(`<p role="alert">Wrong password. <b>2</b> attempts left.</p>${FORM}`)).toMatchObject({
    sentence: 'Wrong password. 2 attempts left.',
  })
})

test('a public page is not the inside: a hidden way out beside a way in, or out of a newsletter', () => {
  const outside = (html: string) =>
    judgeLogin({ page: snapshotOf(html), status: 200, before: null, username: 'ada' }).is
  expect(outside('<a href="/login">Log in</a><div hidden=""><a href="/logout">Log out</a></div>')).toBe('unsure')
  expect(outside('<a href="/newsletter/abmelden">Newsletter abmelden</a>')).toBe('unsure')
  expect(outside('<div hidden=""><a href="/logout">Log out</a></div><h1>Overview</h1>')).toBe('inside')
})

test('a check for humans that shows itself', () => {
  const frame = '<iframe src="https://challenges.cloudflare.com/turnstile/x" title="challenge"></iframe>'
  const page = snapshotOf(`${FORM}${frame}`)
  const shown = page.nodes.find(node => node.tag === 'iframe')
  if (shown) shown.box = [0, 0, 300, 65]
  expect(judgeLogin({ page, status: 200, before: null, username: 'ada' }).is).toBe('human_check')
})
