/** A sentence with `{names}` to fill in; or one for each plural form of the language, chosen by `{count}`. */
export type Message = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>)

export type Translate<Key extends string> = (key: Key, values?: Record<string, string | number>) => string

/** Numbers among the values are written in the reader's format. */
export function createTranslate<Key extends string>(locale: string, messages: Record<Key, Message>): Translate<Key> {
  const plurals = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)

  return (key, values = {}) => {
    const message = messages[key]
    const sentence =
      typeof message === 'string' ? message : (message[plurals.select(Number(values.count))] ?? message.other)
    return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name]
      return typeof value === 'number' ? numbers.format(value) : (value ?? '')
    })
  }
}
