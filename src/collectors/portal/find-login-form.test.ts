import { expect, test } from 'vitest'
import { snapshotOf } from '../../../tests/portals/snapshot-of.ts'
import { findLoginEntries } from './find-login-entries.ts'
import { findLoginForm } from './find-login-form.ts'
import { controlWords } from './page-tree.ts'

const fields = (html: string, url?: string) => {
  const form = findLoginForm(snapshotOf(html, url))
  return (
    form && [
      form.username?.attributes.name ?? null,
      form.password?.attributes.name ?? null,
      form.submit && controlWords(form.submit),
    ]
  )
}

test('takes the login, not the sign-up beside it', () => {
  const html = `<form action="/create"><input type="email" name="new"><input type="password" name="p1" autocomplete="new-password"><button>Create account</button></form>
    <form action="/login"><input name="email"><input type="password" name="pw"><a href="/lost">Forgot password?</a><button>Log in</button></form>`
  expect(fields(html)).toEqual(['email', 'pw', 'log in'])
})

test('without a form element, and with a button that shows the password', () => {
  const html =
    '<div><div><input name="kd" placeholder="Kundennummer"></div><div><input type="password" name="pw"><button>Passwort anzeigen</button></div><button>Anmelden</button></div>'
  expect(fields(html)).toEqual(['kd', 'pw', 'anmelden'])
})

test('what the page declares comes before what stands next to the password', () => {
  const html =
    '<form><input name="u" autocomplete="username"><input name="company"><input type="password" name="pw"><button>OK</button></form>'
  expect(fields(html)?.[0]).toBe('u')
})

test('the first of two steps, and not the newsletter', () => {
  const html =
    '<form action="/news"><input type="email" name="news"><button>Subscribe</button></form><form><input type="email" name="login"><button>Suivant</button></form>'
  expect(fields(html, 'https://a.test/login')).toEqual(['login', null, 'suivant'])
  expect(
    fields('<h1>Blog</h1><form><input type="email" name="news"><button>Subscribe to the newsletter</button></form>'),
  ).toBeNull()
})

test('the second of two steps', () => {
  expect(fields('<form><input type="password" name="pw"><button>Entrar</button></form>')).toEqual([
    null,
    'pw',
    'entrar',
  ])
})

test('a password to change, a search and a field nobody sees are no login', () => {
  expect(
    fields('<form><input type="password" name="a"><input type="password" name="b"><button>Save</button></form>'),
  ).toBeNull()
  expect(fields('<form action="/search"><input name="q"><button>Search</button></form>')).toBeNull()
  expect(
    fields('<form hidden=""><input name="u"><input type="password" name="p"><button>Log in</button></form>'),
  ).toBeNull()
})

test('the way in is this site’s before another’s, and never a network’s', () => {
  const page = snapshotOf(
    '<a href="https://www.facebook.com/login">Login</a><a href="https://other.test/login">Login</a><a href="/signin">Sign in</a>',
  )
  expect(findLoginEntries(page).map(({ attributes }) => attributes.href)).toEqual([
    'https://portal.test/signin',
    'https://other.test/login',
  ])
})

test('the door is found by words and address, in any language, not the one to sign up', () => {
  const page = snapshotOf(
    '<a href="/jobs">Jobs</a><a href="/register">S’inscrire</a><a href="/espace-client">Espace client</a><a href="/help/login-problems">Login problems? Help</a>',
  )
  expect(findLoginEntries(page).map(controlWords)[0]).toBe('espace client')
  expect(findLoginEntries(page).map(controlWords)).not.toContain('s inscrire')
})
