import { html, loginForm, table } from '../html.ts'
import { day, money, monthlyInvoices, pdfOf } from '../zoo-invoice.ts'
import { expectAll, type ZooPortal } from '../zoo-portal.ts'

const orders = monthlyInvoices(8, { prefix: 'ORD-' })
/** Every other order was billed. */
const billed = orders.filter((_, index) => index % 2 === 0)

export const ordersShopEn: ZooPortal = {
  id: 'orders-shop-en',
  about: 'a shop whose invoices hang on orders: some have one, all have a "buy again" and a confirmation PDF',
  expected: expectAll(billed).map(expected => ({ ...expected, number: null, issuedOn: null })),
  serve(site) {
    site.open('/', () =>
      html(
        'en',
        'Gadget Shop',
        '<a href="/cart">Cart</a> <a href="/login">My account</a> <h2>Bestsellers</h2><a href="/p/1">Phone</a>',
      ),
    )
    site.login((_, error) =>
      html(
        'en',
        'Log in',
        `<form action="/create" method="post"><h2>Create an account</h2><input type="email" name="email"><button>Create an account</button></form>
         <h2>Already registered?</h2>${loginForm({ user: 'Email address', password: 'Password', button: 'Sign in' }, error)}`,
      ),
    )
    site.inside('/account', () =>
      html(
        'en',
        'My account',
        '<a href="/orders">Order history and details</a> <a href="/addresses">Addresses</a> <a href="/signout">Sign out</a>',
      ),
    )
    site.inside('/addresses', () => html('en', 'Addresses', '<a href="/signout">Sign out</a>'))
    site.inside('/orders', () =>
      html(
        'en',
        'Order history',
        `<a href="/signout">Sign out</a><h1>Order history</h1>${table(
          ['Order reference', 'Date', 'Total price', 'Payment', 'Invoice', ''],
          orders.map((order, index) => [
            order.number,
            day(order, 'en-GB'),
            money(order, 'en-IE'),
            'Card',
            index % 2 === 0 ? `<a href="/invoice?id=${index}"><i class="icon-file"></i> PDF</a>` : '-',
            `<a href="/confirmation/${index}.pdf">Order confirmation</a> <a href="/orders/${index}">Details</a> <a href="/cart/again?o=${index}">Reorder</a>`,
          ]),
        )}`,
      ),
    )
    site.inside('/invoice', ({ query }) => pdfOf(orders[Number(query.get('id'))]))
    site.inside('/orders/*', () => html('en', 'Order details', '<a href="/signout">Sign out</a><h1>Order</h1>'))
    site.trap('/confirmation/*')
    site.trap('/cart/again')
    site.trap('/create')
    site.trap('/signout')
  },
}
