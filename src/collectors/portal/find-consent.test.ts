import { expect, test } from 'vitest'
import { snapshotOf } from '../../../tests/portals/snapshot-of.ts'
import { findObstacle } from './find-consent.ts'
import { controlWords } from './page-tree.ts'

const pressed = (html: string) => {
  const obstacle = findObstacle(snapshotOf(html))
  return obstacle && `${obstacle.what}: ${controlWords(obstacle.button)}`
}

test.each([
  ['<div>We use cookies.<button>Accept all</button><button>Reject all</button></div>', 'cookies: reject all'],
  [
    '<div>Nous utilisons des cookies<button>OK pour moi</button><a href="#">Continuer sans accepter</a></div>',
    'cookies: continuer sans accepter',
  ],
  [
    '<div>Cookies<button>Alle akzeptieren</button><button>Nur notwendige Cookies</button></div>',
    'cookies: nur notwendige cookies',
  ],
  ['<div>Este sitio usa cookies <button>Aceptar</button></div>', 'cookies: aceptar'],
  ['<div role="dialog">News!<button aria-label="Close">×</button></div>', 'window: × close'],
  ['<div class="modal">Tour<button>Plus tard</button></div>', 'window: plus tard'],
])('%s', (html, expected) => expect(pressed(html)).toBe(expected))

test.each([
  ['terms are accepted for nobody', '<div>Our privacy policy and terms changed<button>Accept</button></div>'],
  ['a login in a dialog is no obstacle', '<div role="dialog"><input type="password"><button>Close</button></div>'],
  ['an account is not closed', '<div role="dialog">Sure?<button>Close account</button></div>'],
  ['a page that mentions cookies at its foot', '<main><button>OK</button></main><footer>Cookies</footer>'],
])('%s', (_, html) => expect(pressed(html)).toBeNull())
