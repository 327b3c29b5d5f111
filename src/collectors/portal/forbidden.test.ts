import { expect, test } from 'vitest'
import { snapshotOf } from '../../../tests/portals/snapshot-of.ts'
import { isForbidden } from './forbidden.ts'
import { isControl } from './page-tree.ts'

const forbids = (html: string) => {
  const control = snapshotOf(html).nodes.find(isControl)
  return control !== undefined && isForbidden(control)
}

test.each([
  '<button>Résilier mon contrat</button>',
  '<a href="/x">Cancel subscription</a>',
  '<a href="/x">Jetzt bezahlen</a>',
  '<button>Pagar</button>',
  '<a href="/cart/again">Invoice</a>',
  '<a href="/deconnexion">Terminer</a>',
  '<a href="/x">Finish</a>',
  '<button aria-label="Verwijderen"></button>',
  '<button icon="icon-trash"></button>',
  '<a href="/x">Accetta le condizioni</a>',
  '<a href="/x">Reorder</a>',
  '<a href="/account/logout?next=/invoices">Invoices</a>',
])('never pressed: %s', html => expect(forbids(html)).toBe(true))

test.each([
  '<a href="/payments">Payments and invoices</a>',
  '<a href="/orders">My orders</a>',
  '<a href="/f">View and pay my bill</a>',
  '<a href="/billing/cancelled">Stornorechnung 12</a>',
  '<a href="/x">Paiements</a>',
  '<button>Télécharger</button>',
])('may be pressed: %s', html => expect(forbids(html)).toBe(false))
