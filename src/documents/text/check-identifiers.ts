/** ISO 13616: the rearranged number modulo 97 is 1. */
export function isIban(compactId: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compactId)) return false
  const length = IBAN_LENGTHS[compactId.slice(0, 2)]
  if (length !== undefined && compactId.length !== length) return false
  return mod97(compactId.slice(4) + compactId.slice(0, 4)) === 1
}

export const IBAN_LENGTHS: Record<string, number> = {
  AD: 24,
  AT: 20,
  BE: 16,
  BG: 22,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GR: 27,
  HR: 21,
  HU: 28,
  IE: 22,
  IS: 26,
  IT: 27,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  RO: 24,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  TR: 26,
}

/** Shapes of VAT identification numbers behind the country's prefix (EU Commission, VIES). */
export const VAT_SHAPES: Record<string, RegExp> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CHE: /^\d{9}(?:MWST|TVA|IVA)?$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  GB: /^(?:\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(?:\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/,
  IT: /^\d{11}$/,
  LT: /^(?:\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
  NO: /^\d{9}(?:MVA)?$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  XI: /^\d{9}$/,
  EU: /^\d{9}$/,
}

/** Right by its checksum, wrong by it, or of a country whose rule we do not check. */
export type VatVerdict = 'right' | 'wrong' | 'unchecked'

export function checkVatId(compactId: string): VatVerdict {
  const country = compactId.slice(0, 2)
  const digits = compactId.slice(2)
  const check = CHECKSUMS[country]
  return check ? (check(digits) ? 'right' : 'wrong') : 'unchecked'
}

const CHECKSUMS: Record<string, (digits: string) => boolean> = {
  FR: digits =>
    !/^\d{11}$/.test(digits) || (12 + 3 * (Number(digits.slice(2)) % 97)) % 97 === Number(digits.slice(0, 2)),
  DE: isIso7064Mod11,
  HR: isIso7064Mod11,
  BE: digits => 97 - (Number(digits.slice(0, 8)) % 97) === Number(digits.slice(8)),
  IT: isLuhn,
  AT: digits => (10 - ((luhnSum(digits.slice(1, 8)) + 4) % 10)) % 10 === Number(digits[8]),
  LU: digits => Number(digits.slice(0, 6)) % 89 === Number(digits.slice(6)),
  PT: digits => {
    const rest = 11 - (weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)
    return (rest > 9 ? 0 : rest) === Number(digits[8])
  },
  // Since 2020 the number is checked modulo 97 with its letters, before it was modulo 11.
  NL: digits => weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 === Number(digits[8]) || mod97(`NL${digits}`) === 1,
  PL: digits => weighted(digits, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(digits[9]),
}

/** ISO 7064 mod 11,10, as Germany and Croatia use it. */
function isIso7064Mod11(digits: string): boolean {
  let product = 10
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10 || 10
    product = (2 * sum) % 11
  }
  return (11 - product) % 10 === Number(digits.at(-1))
}

function isLuhn(digits: string): boolean {
  const own = luhnSum(digits.slice(0, -1))
  return (10 - (own % 10)) % 10 === Number(digits.at(-1))
}

/** Every second digit doubled, beginning with the second, digits of the result added. */
function luhnSum(digits: string): number {
  return [...digits].reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 ? 2 : 1)
    return sum + (value > 9 ? value - 9 : value)
  }, 0)
}

function weighted(digits: string, weights: number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0)
}

/** ISO 7064 mod 97,10 with letters as two digits. */
function mod97(id: string): number {
  let rest = 0
  for (const char of id) {
    const digits = /\d/.test(char) ? char : String(char.charCodeAt(0) - 55)
    for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97
  }
  return rest
}
