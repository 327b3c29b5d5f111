import { z } from 'zod'
import { HAND_OVER_ENDS, type LiveInput } from '#domain/live-page.ts'

const percent = z.number().min(0).max(100)
const pixels = z.number().min(1).max(10_000)

/** Named keys, as `KeyboardEvent.key` has them. No copying and pasting: the browser's clipboard is everybody's. */
const NAMED_KEY =
  /^(Shift\+)?(Enter|Tab|Backspace|Delete|Escape|Home|End|PageUp|PageDown|Arrow(Up|Down|Left|Right))$|^Control\+[az]$/
const ONE_CHARACTER = /^\P{Cc}$/u

const answer = z.string().trim().min(1).max(200)

const Answer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('twofa'), twofa: answer }),
  z.object({ type: z.literal('answer'), id: z.uuid(), value: answer }),
])

const Input = z.discriminatedUnion('type', [
  z.object({ type: z.literal('click'), x: percent, y: percent }),
  z.object({ type: z.literal('pointer'), action: z.enum(['down', 'move', 'up']), x: percent, y: percent }),
  z.object({
    type: z.literal('keydown'),
    key: z
      .string()
      .max(30)
      .refine(key => NAMED_KEY.test(key) || ONE_CHARACTER.test(key)),
  }),
  z.object({ type: z.literal('text'), text: z.string().min(1).max(8000) }),
  z.object({
    type: z.literal('scroll'),
    dy: z.number().min(-5000).max(5000),
    x: percent.optional(),
    y: percent.optional(),
  }),
  z.object({ type: z.literal('viewport'), width: pixels, height: pixels }),
  z.object({ type: z.literal('choose'), index: z.int().min(0).max(10_000) }),
  z.object({ type: z.literal('dialog'), accept: z.boolean(), text: z.string().max(1000).optional() }),
  z.object({ type: z.literal('close'), reason: z.enum(HAND_OVER_ENDS) }),
]) satisfies z.ZodType<LiveInput>

/** What viewers send: an answer to the run's question, or what they do to its page. */
export type ViewerMessage =
  | { kind: 'answer'; answer: z.output<typeof Answer> }
  | { kind: 'input'; input: z.output<typeof Input> }

/** Undefined for anything else. */
export function parseViewerMessage(text: string): ViewerMessage | undefined {
  const json = parseJson(text)
  const answer = Answer.safeParse(json).data
  if (answer) return { kind: 'answer', answer }
  const input = Input.safeParse(json).data
  return input && { kind: 'input', input }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
