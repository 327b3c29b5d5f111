/** First page of the API reference, Markdown. */
export const REFERENCE_INTRODUCTION = `
Collects invoices from suppliers for the users of a customer, and posts every new one to the customer’s callback.

## Who may call
* **Customers** send \`Authorization: Bearer <bearer_token>\`. The token does not expire; several may live at once.
* **Users** get a token from \`POST /user\`, valid for 30 minutes, as \`?token=\` or as a bearer. It opens their own things only.

## Errors
Every error is a problem document (RFC 9457) with a stable \`code\`, a \`message\` in the caller’s language and, for bad
input, \`errors[]\` with a JSON pointer each. Another customer’s things, and ids that are none, are answered with 404.

## Lists
Plain arrays, newest first, 50 items unless \`limit\` says otherwise (200 at most). The next page is in the \`Link\` header.

## Deliveries
Your callback receives the events under *Webhooks*, signed as [Standard Webhooks](https://www.standardwebhooks.com)
describes: verify \`webhook-id\`, \`webhook-timestamp\` and \`webhook-signature\` with any of its libraries and the secret of
\`GET /customer/signing_secret\`. Answer with any 2xx within 15 seconds. Anything else is tried again: after 5 s, 5 min,
30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, or as your \`Retry-After\` says. A 410 stops deliveries until you set the
callback anew. The same event may arrive twice: drop repeats by \`webhook-id\`.

## One invoice, once
An invoice that comes several ways (portal, API, mailbox) is delivered once; \`sources\` of GET /invoice/{id} says every way
and why it is the same. If it is not, split it off: POST /invoice/{id}/source/{source_id}/split.

## Missing invoices
\`invoice_missing\` tells, once, that a supplier's usual invoice has not come or that a number was left out; the credential
shows it under \`missing\` until it comes or is dismissed.

## Live runs
\`ws_path\` in the answer of a new credential or \`collect\` is a WebSocket. From us: \`{type:"state", state}\`,
\`{type:"counts", counts}\`, \`{type:"question", id, kind, prompt, options?, expires_at}\`. To us: \`{type:"twofa", twofa}\` or
\`{type:"answer", id, value}\`. The present state comes first, also after a reconnect.

Where a supplier wants to see a person, the run hands its page over: \`{type:"interactive", open:true, instructions,
expires_at, address, field, choices, dialog}\`, then \`{type:"screenshot", screenshot, width, height}\` (base64 JPEG)
whenever the page changes, and \`{type:"interactive", open:false}\` at the end. To us: \`{type:"click", x, y}\` (percent of
the picture, 0 to 100), \`{type:"pointer", action:"down"|"move"|"up", x, y}\` to drag, \`{type:"keydown", key}\`,
\`{type:"text", text}\`, \`{type:"scroll", dy, x?, y?}\`, \`{type:"viewport", width, height}\`, \`{type:"choose", index}\` for a
list in \`choices\`, \`{type:"dialog", accept, text?}\`, and \`{type:"close", reason:"ok"|"cancel"|"report"}\` to give it back.
`.trim()
