import type { Page } from 'playwright-core'

/**
 * Loads what was left out while nobody watched: pictures (a human check is often one), and through their style sheets
 * backgrounds and fonts. The page itself is not loaded again: what was typed into it stays.
 */
export async function reviveMedia(page: Page): Promise<void> {
  await Promise.all(page.frames().map(frame => frame.evaluate(reload).catch(() => {})))
}

/** Runs in the page. */
function reload(): void {
  for (const image of document.images) {
    if (!image.complete || image.naturalWidth > 0 || !image.currentSrc) continue
    const { src, srcset } = image
    if (srcset) image.srcset = srcset
    // Setting it is what loads it.
    image.src = src
  }
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel~="stylesheet"]')) {
    const again = link.cloneNode() as HTMLLinkElement
    again.addEventListener('load', () => link.remove(), { once: true })
    again.addEventListener('error', () => again.remove(), { once: true })
    link.after(again)
  }
}
