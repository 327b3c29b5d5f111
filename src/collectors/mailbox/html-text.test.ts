import { expect, test } from 'vitest'
import { htmlText } from './html-text.ts'

test('rows stay rows, paragraphs become lines, entities become letters', async () => {
  const html = `<h1>Re&ccedil;u</h1><table><tr><th>Total</th><td>12,00&nbsp;&euro;</td></tr>
    <tr><td>TVA<td>2,00 €</table><p>Merci<br>beaucoup`
  expect((await htmlText(html)).text).toBe('Reçu\nTotal\t12,00 €\nTVA\t2,00 €\nMerci\nbeaucoup')
})

test('what a reader does not see is not there, its links included', async () => {
  const html = `<head><title>x</title><style>p{}</style></head><body>a<!-- b --><script>c</script>
    <div style="display: none">d <p>e</p> <br> <a href="https://x.example">f</a></div>g\u200B\u200B`
  expect(await htmlText(html)).toEqual({ text: 'a\ng', links: [] })
})

test('links have their words, or those of their picture', async () => {
  const html = `<a href=" https://a.example/1.pdf?a=1&amp;b=2 "><b>Your</b> invoice</a> <a name=x>no link</a>
    <a href=https://b.example/><img src=x alt="Download"></a>`
  expect((await htmlText(html)).links).toEqual([
    { href: 'https://a.example/1.pdf?a=1&b=2', text: 'Your invoice' },
    { href: 'https://b.example/', text: 'Download' },
  ])
})

test('a bomb of open elements takes no time and breaks nothing', async () => {
  const startedAt = performance.now()
  await htmlText(`${'<div><a href=x>'.repeat(100_000)}end`)
  expect(performance.now() - startedAt).toBeLessThan(1_000)
})
