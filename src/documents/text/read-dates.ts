import { type Candidate, choose } from './candidate.ts'
import { type DateEvidence, type DateOrder, dateOrderOf } from './date-order.ts'
import type { LabelKind } from './labels.ts'
import { type NearText, textsNear } from './near-label.ts'
import { type PrintedDate, printedDatesIn } from './parse-printed-date.ts'
import type { PrintedCell, PrintedLine } from './printed-line.ts'
import type { PrintedText } from './printed-text.ts'
import { endsWithTitle, followsTitle, isMentioned } from './title-word.ts'

const BY_PLACE: Record<NearText['how'], number> = { inline: 0.9, right: 0.89, below: 0.86 }
/** `Date`, `Datum`: the invoice's own when no other date claims it. */
const VAGUE_LABEL = 0.82
const IN_TITLE = 0.9
/** A date by itself in the upper half of the first page is how letters are dated. */
const LETTERHEAD = 0.6
const ONLY_DATE = 0.55
export interface ReadDates {
  issuedOn: ReturnType<typeof choose>
  dueOn: ReturnType<typeof choose>
}

/** `evidence` helps with `03/04/2026`, which is a day in March or in April. */
export function readDates(printed: PrintedText, evidence: DateEvidence): ReadDates {
  const due = [...labelled(printed, 'dueDate', 1), ...inDueSentences(printed)]
  const issued = [...labelled(printed, 'issueDate', 1), ...labelled(printed, 'date', VAGUE_LABEL), ...inTitles(printed)]
  const found = issued.length ? issued : [...letterhead(printed), ...onlyDate(printed)]
  const order = dateOrderOf(printed.text, { ...evidence, dates: [...found, ...due].map(({ date }) => date) })
  const inOrder = (each: FoundDate) => candidateOf(each, order)
  const dueOn = choose(due.map(inOrder))
  const candidates = found.map(inOrder)
  const notAfterDue = choose(candidates.filter(({ value }) => !dueOn || value <= dueOn.value))
  return { issuedOn: notAfterDue ?? choose(candidates.map(halved)), dueOn }
}

interface FoundDate {
  date: PrintedDate
  /** As printed: dots are never used month first. */
  text: string
  score: number
}

function candidateOf({ date, text, score }: FoundDate, order: DateOrder): Candidate {
  // With dots the day always comes first.
  if (date.monthFirst === null || text.includes('.')) return { value: date.date, score }
  return { value: order.isMonthFirst ? date.monthFirst : date.date, score: score * order.certainty }
}

function halved({ value, score }: Candidate): Candidate {
  return { value, score: score * 0.6 }
}

/** How many characters may stand between a label and its date: `Invoice date (tax point): 1 May 2026`. */
const MAX_DISTANCE = 18

function labelled(printed: PrintedText, kind: LabelKind, weight: number): FoundDate[] {
  return printed.labels
    .filter(
      label => label.kinds.includes(kind) && (kind !== 'date' || isFieldLabel(label.cell.text, label.start, label.end)),
    )
    .flatMap(label => {
      for (const near of textsNear(label, printed)) {
        const date = near.distance > 1 ? undefined : printedDatesIn(near.text)[0]
        if (!date || date.start > MAX_DISTANCE || isPeriod(near.text, date)) continue
        return [{ date, text: near.text.slice(date.start, date.end), score: BY_PLACE[near.how] * weight }]
      }
      return []
    })
}

/** `le` and `date` are words of sentences too: they must open the cell, or follow a place (`Paris, le`). */
function isFieldLabel(text: string, start: number, end: number): boolean {
  if (start === 0) return true
  return /^\p{Lu}[\p{L}'-]+(?:\s[\p{L}'-]+){0,2},\s*$/u.test(text.slice(0, start)) && text.slice(end).length < 25
}

/** `01.05.26 - 31.05.26`: the first day of a period is no date of issue. */
function isPeriod(text: string, date: PrintedDate): boolean {
  return /^\s*(?:-|–|bis|to|au|until|al|tot|t\/m|a|até|through)\s*\d/i.test(text.slice(date.end))
}

/** Words between a document's number and its date. */
const DATED =
  /\s(?:vom|von|du|of|dated|del|van|de|d\.d\.|from|issued(?:\s(?:at|on))?|le|en date du|in data|em|den|am|date|-|–)\s*:?\s*$/i
const NUMBER_AT_END = /(?:(?:n[°ºo]?|nr|num[eé]ro|nummer|number|id)\.?|#|№)?\s*:?\s*\S*\d\S*\s*$/i

/** `Rechnung Nr. 42 vom 1. Mai 2026`, `Facture 17 du 03/02/2026`, `Invoice # 7 issued at 2026-01-05`, `Rechnung vom …`. */
function inTitles({ lines }: PrintedText): FoundDate[] {
  return lines.flatMap((line, index) =>
    line.cells.flatMap(cell => {
      const isUnderTitle = followsTitle(line, cell, lines[index - 1])
      const text = DATED.test(`${cell.text} `) ? `${cell.text} ${wrappedTo(lines[index + 1], cell)}` : cell.text
      return printedDatesIn(text)
        .filter(date => isAfterTitle(text.slice(0, date.start), isUnderTitle) && !isPeriod(text, date))
        .map(date => ({ date, text: text.slice(date.start, date.end), score: IN_TITLE }))
    }),
  )
}

/** The rest of a title that did not fit its line. */
function wrappedTo(next: PrintedLine | undefined, cell: PrintedCell): string {
  const below = next?.cells.find(({ left, page }) => page === cell.page && Math.abs(left - cell.left) < cell.size)
  return below?.text ?? ''
}

function isAfterTitle(before: string, isUnderTitle: boolean): boolean {
  if (!DATED.test(before)) return false
  const title = before.replace(DATED, '')
  const bare = endsWithTitle(title) ? title : title.replace(NUMBER_AT_END, '')
  if (bare.trim() === '') return isUnderTitle
  return endsWithTitle(bare) && !isMentioned(bare.trimEnd().replace(/\S+$/, ''))
}

/** `Please transfer the amount by 30 May 2026`, `prélevé à partir du 18/09/2026`, in the seven languages. */
const DUE_SENTENCE =
  /(?:\bpa(?:y|id|yable|yment)\b|transfer|remit|debit|charg|zahl|[üu]berweis|begleich|abgebucht|abbuch|eingezogen|r[ée]gl|pay[ée]|virement|pr[ée]lev|pagar|abonar|cargo|adeud|pagare|bonifico|addebit|betal|overmaken|voldoen|afgeschreven|ge[ïi]ncasseerd|incasser|schrijven|pagamento|liquidar|d[ée]bit)[^.!?]{0,90}?(?:\bby|\bbefore|\buntil|\bon|\bfrom|bis(?:\s+(?:zum|sp[äa]testens))*|\bam|\bzum|avant le|au plus tard le|\ble|partir du|entro(?:\s+il)?|\bil|antes del?(?: d[ií]a)?|\bel|hasta el|v[óo][óo]r|uiterlijk(?: op)?|rond|omstreeks|around|environ|gegen|\bop|at[ée](?: ao)?(?: dia)?)\s*:?\s*$/i
/** With a discount for quick payers, the date is not the one that binds. */
const DISCOUNT = /skonto|escompte|discount|sconto|descuento|korting|desconto|pronto pago/i
const IN_SENTENCE = 0.82

function inDueSentences({ lines }: PrintedText): FoundDate[] {
  return lines
    .flatMap(line => line.cells)
    .filter(({ text }) => !DISCOUNT.test(text))
    .flatMap(({ text }) =>
      printedDatesIn(text)
        .filter(date => DUE_SENTENCE.test(text.slice(0, date.start)))
        .map(date => ({ date, text: text.slice(date.start, date.end), score: IN_SENTENCE })),
    )
}

function letterhead({ lines }: PrintedText): FoundDate[] {
  const bottom = Math.max(...lines.filter(line => line.page === 1).map(line => line.y), 0)
  return lines
    .filter(line => line.page === 1 && line.y < bottom / 2)
    .flatMap(line => line.cells)
    .flatMap(cell => {
      const [date] = printedDatesIn(cell.text)
      const around = date ? cell.text.slice(0, date.start) + cell.text.slice(date.end) : 'x'.repeat(99)
      // `Lyon, le 3 mai 2026`
      if (!date || !/^[\p{L}\s,.'-]{0,30}$/u.test(around)) return []
      return [{ date, text: cell.text.slice(date.start, date.end), score: LETTERHEAD }]
    })
}

function onlyDate({ text }: PrintedText): FoundDate[] {
  const dates = printedDatesIn(text)
  const [date] = dates
  if (!date || new Set(dates.map(found => found.date)).size > 1) return []
  return [{ date, text: text.slice(date.start, date.end), score: ONLY_DATE }]
}
