import type { Frame, Page } from 'playwright-core'
import { z } from 'zod'
import { FIELD_KINDS, type LiveView } from '#domain/live-page.ts'

export type FocusedField = Pick<LiveView, 'field' | 'choices'>

/** A page with more frames than this is not read further: one of them is enough. */
const MOST_FRAMES = 20
const MOST_CHOICES = 300
const MOST_CHOICE_CHARACTERS = 100

/** What a page says is a stranger's word. */
const Answer = z.object({
  field: z.enum(FIELD_KINDS),
  choices: z.array(z.string().transform(text => text.slice(0, MOST_CHOICE_CHARACTERS))).nullable(),
})

const NO_FIELD: FocusedField = { field: 'none', choices: null }

/** The field that keys go into, wherever on the page it is. */
export async function readFocusedField(page: Page): Promise<FocusedField> {
  const answers = page.frames().slice(0, MOST_FRAMES).map(readInFrame)
  return (await Promise.all(answers)).find(({ field }) => field !== 'none') ?? NO_FIELD
}

/** Chooses from the list that has the focus, as its own drop-down would. */
export async function chooseInFocus(page: Page, index: number): Promise<void> {
  for (const frame of page.frames().slice(0, MOST_FRAMES)) await chooseInFrame(frame, index)
}

async function readInFrame(frame: Frame): Promise<FocusedField> {
  try {
    return Answer.parse(await frame.evaluate(describeFocus, MOST_CHOICES))
  } catch {
    // A frame that went away, or one that lies about itself.
    return NO_FIELD
  }
}

/** Runs in the page. */
function describeFocus(mostChoices: number): unknown {
  let element = document.hasFocus() ? document.activeElement : null
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  if (element instanceof HTMLSelectElement && !element.multiple) {
    return { field: 'choice', choices: [...element.options].slice(0, mostChoices).map(option => option.label) }
  }
  if (element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable)) {
    return { field: 'text', choices: null }
  }
  if (!(element instanceof HTMLInputElement)) return { field: 'none', choices: null }
  const { type, inputMode, readOnly, disabled } = element
  const isForText = ['text', 'search', 'url', 'tel', 'email', 'number', 'password'].includes(type)
  if (!isForText || readOnly || disabled) return { field: 'none', choices: null }
  if (type === 'password' || type === 'email') return { field: type, choices: null }
  const isForDigits = ['tel', 'number'].includes(type) || ['numeric', 'decimal', 'tel'].includes(inputMode)
  return { field: isForDigits ? 'number' : 'text', choices: null }
}

async function chooseInFrame(frame: Frame, index: number): Promise<void> {
  await frame.evaluate(chosen => {
    let element = document.hasFocus() ? document.activeElement : null
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    if (!(element instanceof HTMLSelectElement) || element.selectedIndex === chosen) return
    element.selectedIndex = chosen
    element.dispatchEvent(new Event('input', { bubbles: true }))
    element.dispatchEvent(new Event('change', { bubbles: true }))
  }, index)
}
