import type { Page } from 'playwright-core'
import type { LiveInput } from '#domain/live-page.ts'
import { chooseInFocus } from './focused-field.ts'

/** What is done to the page itself; the rest is done around it. */
export type PageInput = Exclude<LiveInput, { type: 'viewport' | 'dialog' | 'close' }>

/** Does to a page what a person did to its picture. */
export async function performInput(page: Page, input: PageInput): Promise<void> {
  switch (input.type) {
    case 'click': {
      const [x, y] = placeOnPage(page, input)
      return page.mouse.click(x, y)
    }
    case 'pointer': {
      const [x, y] = placeOnPage(page, input)
      await page.mouse.move(x, y)
      if (input.action === 'down') await page.mouse.down()
      if (input.action === 'up') await page.mouse.up()
      return
    }
    case 'scroll': {
      if (input.x !== undefined && input.y !== undefined) {
        const [x, y] = placeOnPage(page, { x: input.x, y: input.y })
        await page.mouse.move(x, y)
      }
      return page.mouse.wheel(0, input.dy)
    }
    case 'keydown':
      // A character may be on no keyboard Playwright knows; `type` then inserts it.
      return isCharacter(input.key) ? page.keyboard.type(input.key) : page.keyboard.press(input.key)
    case 'text':
      return page.keyboard.insertText(input.text)
    case 'choose':
      return chooseInFocus(page, input.index)
  }
}

function placeOnPage(page: Page, { x, y }: { x: number; y: number }): [number, number] {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  return [Math.min((x / 100) * width, width - 1), Math.min((y / 100) * height, height - 1)]
}

function isCharacter(key: string): boolean {
  return [...key].length === 1
}
