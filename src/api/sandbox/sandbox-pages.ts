import { type Html, html } from './html.ts'
import { SANDBOX_ACCOUNTS, type SandboxAccount } from './sandbox-accounts.ts'
import { INVOICES_PER_PAGE } from './sandbox-desk.ts'
import type { SandboxInvoice } from './sandbox-invoices.ts'
import { writtenDate, writtenEuros } from './written-words.ts'

export function loginPage({ username = '', refusal }: { username?: string; refusal?: string }): Html {
  const rows = SANDBOX_ACCOUNTS.map(
    account => html`<tr><th scope="row"><code>${account.username}</code></th><td>${account.summary}</td></tr>`,
  )
  return layout({
    title: 'Sign in',
    body: html`
<div class="two-columns">
  <section class="card">
    <h1>Sign in</h1>
    ${alertBox(refusal)}
    <form method="post" action="/sandbox/login">
      <label for="username">User name</label>
      <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required value="${username}">
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required>
      <button type="submit">Sign in</button>
    </form>
  </section>
  <section aria-labelledby="demo-users">
    <h2 id="demo-users">Users to try</h2>
    <p>Any password opens them, except <code>wrong</code>, which is refused.</p>
    <table class="plain"><thead class="unseen"><tr><th scope="col">User name</th><th scope="col">What happens</th></tr></thead><tbody>${rows}</tbody></table>
  </section>
</div>`,
  })
}

export function codePage({ refusal }: { refusal?: string }): Html {
  return layout({
    title: 'Enter your code',
    body: html`
<section class="card narrow">
  <h1>Enter your code</h1>
  ${alertBox(refusal)}
  <p id="code-help">We would have sent it to your phone. In this sandbox it is always 123456.</p>
  <form method="post" action="/sandbox/code">
    <label for="code">Code</label>
    <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="10" required aria-describedby="code-help">
    <button type="submit">Confirm</button>
  </form>
</section>`,
  })
}

/** No real check: a program could tick the box too. Ours leaves it to a person, as it would a real one. */
export function humanPage({ refusal }: { refusal?: string }): Html {
  return layout({
    title: 'Are you a person?',
    body: html`
<section class="card narrow">
  <h1>Are you a person?</h1>
  ${alertBox(refusal)}
  <form method="post" action="/sandbox/human">
    <label class="tick"><input type="checkbox" name="person" value="yes"> I am a person</label>
    <label for="greeting">Say hello, if you like</label>
    <input id="greeting" name="greeting" autocomplete="off" maxlength="200">
    <button type="submit">Continue</button>
  </form>
</section>`,
  })
}

export function accountPage(account: SandboxAccount, invoices: SandboxInvoice[], origin: string): Html {
  const [latest] = invoices
  return layout({
    account,
    title: 'My account',
    body: html`
<h1>My account</h1>
<section class="card">
  <dl>
    <div><dt>Customer</dt><dd>${account.company}</dd></div>
    <div><dt>User name</dt><dd>${account.username}</dd></div>
    <div><dt>Latest invoice</dt><dd>${latest ? `${latest.number}, ${writtenDate(latest.issuedOn)}` : 'None'}</dd></div>
  </dl>
  <p><a class="button" href="/sandbox/invoices">See my invoices</a></p>
</section>
<section>
  <h2>One more invoice</h2>
  <p>To see that only a new invoice travels, let this portal issue one, dated today:</p>
  <pre tabindex="0"><code>curl -X POST ${origin}/sandbox/invoices \\
  -H 'Content-Type: application/json' \\
  -d '{"username": "${account.username}"}'</code></pre>
</section>`,
  })
}

export function invoicesPage(account: SandboxAccount, invoices: SandboxInvoice[], page: number): Html {
  if (invoices.length === 0) {
    const body = html`<h1>My invoices</h1><p class="card">You have no invoices yet.</p>`
    return layout({ account, title: 'My invoices', body })
  }
  const first = (page - 1) * INVOICES_PER_PAGE
  const shown = invoices.slice(first, first + INVOICES_PER_PAGE)
  return layout({
    account,
    title: 'My invoices',
    body: html`
<h1>My invoices</h1>
<table class="wide">
  <caption>Invoices ${first + 1} to ${first + shown.length} of ${invoices.length}, newest first</caption>
  <thead><tr><th scope="col">Number</th><th scope="col">Date</th><th scope="col">Due</th><th scope="col" class="amount">Total</th><th scope="col">Document</th></tr></thead>
  <tbody>${shown.map(invoiceRow)}</tbody>
</table>
${pagination(page, Math.ceil(invoices.length / INVOICES_PER_PAGE))}`,
  })
}

/** The same account after a redesign: other words, other markup, and no table a collector would know. */
export function changedPage(account: SandboxAccount): Html {
  return layout({
    account,
    title: 'Document hub',
    body: html`
<h1>Welcome to your document hub</h1>
<p>Everything you need is now in one place. Pick a topic to start.</p>
<ul class="tiles">
  <li class="card"><h2>Billing</h2><p>Statements, receipts and more.</p></li>
  <li class="card"><h2>Contracts</h2><p>What you signed, and when.</p></li>
  <li class="card"><h2>Messages</h2><p>You are up to date.</p></li>
</ul>`,
  })
}

export function downPage(account: SandboxAccount): Html {
  return layout({
    account,
    title: 'Out of service',
    body: html`<section class="card narrow"><h1>Out of service</h1><p>Our portal is being repaired. Please come back later.</p></section>`,
  })
}

export function notFoundPage(): Html {
  return layout({
    title: 'Page not found',
    body: html`<section class="card narrow"><h1>Page not found</h1><p>There is nothing at this address. <a href="/sandbox/account">Back to my account</a></p></section>`,
  })
}

function layout({ account, title, body }: { account?: SandboxAccount; title: string; body: Html }): Html {
  const inside = html`<nav aria-label="Main"><a href="/sandbox/account">Account</a> <a href="/sandbox/invoices">Invoices</a></nav>
<form method="post" action="/sandbox/logout"><button class="quiet" type="submit">Sign out</button></form>`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Sandbox Supplier</title>
<link rel="stylesheet" href="/sandbox/style.css">
<link rel="icon" href="/sandbox/mark.svg" type="image/svg+xml">
</head>
<body>
<aside class="notice" aria-label="Sandbox"><strong>This is a sandbox.</strong> The supplier, its customers and its invoices are invented.</aside>
<header><a class="brand" href="/sandbox"><img src="/sandbox/mark.svg" alt="" width="32" height="32">Sandbox Supplier</a>${account ? inside : null}</header>
<main>${body}</main>
<footer>Served by your own Invoice Collector, to try everything without a real supplier. Switch it off with SANDBOX=false.</footer>
</body>
</html>
`
}

function alertBox(sentence: string | undefined): Html | null {
  return sentence ? html`<p class="alert" role="alert">${sentence}</p>` : null
}

function invoiceRow(invoice: SandboxInvoice): Html {
  const { number, issuedOn, dueOn, total } = invoice
  return html`<tr>
<th scope="row">${number}</th>
<td><time datetime="${issuedOn}">${writtenDate(issuedOn)}</time></td>
<td><time datetime="${dueOn}">${writtenDate(dueOn)}</time></td>
<td class="amount">${writtenEuros(total)}</td>
<td><a href="/sandbox/invoices/${number}.pdf">PDF<span class="unseen"> of invoice ${number}</span></a></td>
</tr>
`
}

function pagination(page: number, pages: number): Html | null {
  if (pages < 2) return null
  const link = (to: number, words: string, rel: string) =>
    to < 1 || to > pages ? html`<span></span>` : html`<a rel="${rel}" href="/sandbox/invoices?page=${to}">${words}</a>`
  return html`<nav class="pages" aria-label="Pages">${link(page - 1, 'Newer invoices', 'prev')}<span>Page ${page} of ${pages}</span>${link(page + 1, 'Older invoices', 'next')}</nav>`
}
