/** One row of a bench's table. */
export interface Measurement {
  name: string
  value: number
  unit: string
  /** In words: `>= 8000`; `-` when it is only for comparison. */
  target: string
  ok: boolean
}

/** A row that is good when it is large. */
export function atLeast(name: string, value: number, { unit, target }: { unit: string; target: number }): Measurement {
  return { name, value, unit, target: `>= ${target}`, ok: value >= target }
}

/** A row that is good when it is small. */
export function atMost(name: string, value: number, { unit, target }: { unit: string; target: number }): Measurement {
  return { name, value, unit, target: `<= ${target}`, ok: value <= target }
}

/** A row to compare with. */
export function forComparison(name: string, value: number, unit: string): Measurement {
  return { name, value, unit, target: '-', ok: true }
}
