/** Whether PostgreSQL's `text` and `jsonb` can hold it: neither takes a zero character nor half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** The same with what cannot be held left out, in every string of a JSON value: suppliers send what they like. */
export function makeStorable<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
    typeof inner === 'string' && !isStorable(inner) ? inner.replaceAll('\0', '').toWellFormed() : inner,
  ) as Value
}
