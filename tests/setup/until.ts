import { setTimeout as pause } from 'node:timers/promises'

const LOOK_EVERY_MS = 25

/** The first value of `look` that is neither false nor undefined; says what it waited for when time is up. */
export async function until<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  withinMs = 60_000,
): Promise<Exclude<Value, false | undefined | null>> {
  const endAtMs = Date.now() + withinMs
  while (Date.now() < endAtMs) {
    const value = await look()
    if (value !== false && value !== undefined && value !== null)
      return value as Exclude<Value, false | undefined | null>
    await pause(LOOK_EVERY_MS)
  }
  throw new Error(`Waited ${withinMs} ms for ${what}`)
}
