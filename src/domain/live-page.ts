import type { Localized } from './localized.ts'

/** How a person gives a page back: it is done, not wanted, or it does not work. */
export const HAND_OVER_ENDS = ['ok', 'cancel', 'report'] as const
export type HandOverEnd = (typeof HAND_OVER_ENDS)[number]

/** A page of a run, and what a person is asked to do with it. */
export interface HandOver<Page> {
  page: Page
  instructions: Localized
}

/** What a field that has the focus takes in; `none`: no field has it. */
export const FIELD_KINDS = ['none', 'text', 'password', 'number', 'email', 'choice'] as const
export type FieldKind = (typeof FIELD_KINDS)[number]

/** What a picture cannot show of a page. */
export interface LiveView {
  /** `https://login.acme.example`; null while there is none. */
  address: string | null
  field: FieldKind
  /** Of a field of kind `choice`: browsers draw that list outside the page. */
  choices: string[] | null
  /** A box the page is waiting with; browsers draw it outside the page too. */
  dialog: { kind: 'alert' | 'confirm' | 'prompt'; message: string } | null
}

/** What a person does to a page. `x`, `y`: percent of the picture, 0 to 100. */
export type LiveInput =
  | { type: 'click'; x: number; y: number }
  /** For what is dragged; a click needs none of these. */
  | { type: 'pointer'; action: 'down' | 'move' | 'up'; x: number; y: number }
  /** One character, or a key by its name in `KeyboardEvent.key`. */
  | { type: 'keydown'; key: string }
  | { type: 'text'; text: string }
  /** CSS pixels, downwards. */
  | { type: 'scroll'; dy: number; x?: number | undefined; y?: number | undefined }
  /** CSS pixels of the room the viewer has for the picture. */
  | { type: 'viewport'; width: number; height: number }
  | { type: 'choose'; index: number }
  | { type: 'dialog'; accept: boolean; text?: string | undefined }
  | { type: 'close'; reason: HandOverEnd }

/** A picture of a page, as browsers make it. */
export interface LivePicture {
  /** JPEG. */
  base64: string
  width: number
  height: number
}
