/** What was done to a field's text, as the keys and the text that do the same elsewhere; caret at the end. */
export function typedChanges(before: string, after: string): object[] {
  const [old, now] = [[...before], [...after]]
  let same = 0
  while (same < old.length && same < now.length && old[same] === now[same]) same += 1
  const erased = Array.from({ length: old.length - same }, () => ({ type: 'keydown', key: 'Backspace' }))
  const added = now.slice(same).join('')
  return [...erased, ...(added === '' ? [] : [{ type: 'text', text: added }])]
}
