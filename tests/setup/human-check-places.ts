import type { Browser } from 'playwright-core'

/** Percent of a picture. */
export interface Place {
  x: number
  y: number
}

export interface HumanCheckPlaces {
  tick: Place
  greeting: Place
  button: Place
}

/** Where things are on the sandbox's human check, as a person sees it on a screen of this size. */
export async function findHumanCheckPlaces(
  browser: Browser,
  origin: string,
  viewport: { width: number; height: number },
): Promise<HumanCheckPlaces> {
  const page = await browser.newPage({ viewport })
  try {
    await page.goto(`${origin}/sandbox/login`)
    await page.getByLabel('User name').fill('demo-human')
    await page.getByLabel('Password').fill('x')
    await page.getByRole('button', { name: 'Sign in' }).click()
    const centre = async (name: string): Promise<Place> => {
      const box = await page.getByLabel(name).or(page.getByRole('button', { name })).first().boundingBox()
      if (!box) throw new Error(`No ${name} on the page`)
      return {
        x: ((box.x + box.width / 2) / viewport.width) * 100,
        y: ((box.y + box.height / 2) / viewport.height) * 100,
      }
    }
    return {
      tick: await centre('I am a person'),
      greeting: await centre('Say hello, if you like'),
      button: await centre('Continue'),
    }
  } finally {
    await page.close()
  }
}
