/** One thing the doctor looked at. */
export interface Check {
  name: string
  ok: boolean
  /** What was found. */
  detail: string
  /** What to do about it; null when all is well. */
  advice: string | null
}

export function fine(name: string, detail: string): Check {
  return { name, ok: true, detail, advice: null }
}

export function amiss(name: string, detail: string, advice: string): Check {
  return { name, ok: false, detail, advice }
}

/** For errors whose sentence already says what to do. */
export function unusable(name: string, error: unknown): Check {
  const sentence = error instanceof Error ? error.message : String(error)
  return amiss(name, 'cannot be used', sentence)
}
