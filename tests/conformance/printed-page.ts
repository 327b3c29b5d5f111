import type { PrintedLine } from '#documents/text/printed-line.ts'

/** A letter of the fixed pitch, and a line, in points. */
const PITCH = 6
const LINE_HEIGHT = 12

/** A page drawn with a typewriter: two spaces or more separate cells, as wide gaps do on paper. */
export function printedPage(text: string): PrintedLine[] {
  return text.split('\n').flatMap((line, index) => {
    const y = index * LINE_HEIGHT
    const cells = [...line.matchAll(/\S+(?: \S+)*/g)].map(match => ({
      text: match[0],
      left: match.index * PITCH,
      right: (match.index + match[0].length) * PITCH,
      y,
      size: 10,
      page: 1,
    }))
    return cells.length ? [{ page: 1, y, cells }] : []
  })
}
