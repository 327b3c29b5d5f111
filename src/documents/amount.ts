/** Amounts are compared and added as whole ten-thousandths: exact up to 900 thousand million. */
const SCALE = 10_000

/** `12.3`, `-12`, `+1.50`, `.5` as the decimal string our facts use (`12.30`); null for anything else. */
export function decimalAmount(text: string | null): string | null {
  const match = /^([+-]?)0*(\d{0,14})(?:\.(\d{0,12}))?$/.exec(text?.trim() ?? '')
  if (!match) return null
  const [, sign, whole = '', fraction = ''] = match
  if (!whole && !fraction && !/\d/.test(text ?? '')) return null
  const digits = `${whole || '0'}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`
  return sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits
}

export function toUnits(amount: string): number {
  return Math.round(Number(amount) * SCALE)
}

export function fromUnits(units: number): string {
  return decimalAmount((units / SCALE).toFixed(4)) ?? '0.00'
}

export function sumOf(amounts: string[]): string {
  return fromUnits(amounts.reduce((sum, amount) => sum + toUnits(amount), 0))
}

/** `tolerance` in units of the currency, for sums of rounded parts. */
export function isSameAmount(a: string, b: string, tolerance = 0): boolean {
  return Math.abs(toUnits(a) - toUnits(b)) <= tolerance * SCALE + 0.5
}
