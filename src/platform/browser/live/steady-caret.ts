import type { Frame } from 'playwright-core'

/** Keeps the text cursor from blinking, which would make a picture twice a second of a page at rest. */
export async function steadyCaret(frame: Frame): Promise<void> {
  await frame
    .evaluate(() => {
      // A page's Content-Security-Policy has no say in style sheets made like this.
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(':root { caret-animation: manual }')
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    })
    // The frame may be gone already; then there is no cursor either.
    .catch(() => {})
}
