/** Red, green, blue, each 0 to 255. */
export type Rgb = readonly [number, number, number]

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]
const NEAR_BLACK: Rgb = [17, 19, 24]

/** `#abc` or `#aabbcc`; undefined for anything else. */
export function parseHex(text: string): Rgb | undefined {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1]
  if (!digits) return undefined
  const full = digits.length === 3 ? [...digits].map(digit => digit + digit).join('') : digits
  const value = Number.parseInt(full, 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

export function toHex(color: Rgb): string {
  return `#${color.map(channel => Math.round(channel).toString(16).padStart(2, '0')).join('')}`
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** The colour itself when it reaches `ratio` against `surface`, otherwise the nearest darker or lighter one that does. */
export function withContrast(color: Rgb, surface: Rgb, ratio: number): Rgb {
  const goal = isDark(surface) ? WHITE : BLACK
  for (let step = 0; step < 50; step++) {
    const candidate = mix(color, goal, step / 50)
    if (contrast(candidate, surface) >= ratio) return candidate
  }
  return goal
}

/** Text that can be read on `color`: white where it passes AA, near-black otherwise. */
export function textOn(color: Rgb): Rgb {
  return contrast(WHITE, color) >= 4.5 ? WHITE : NEAR_BLACK
}

export function isDark(color: Rgb): boolean {
  return contrast(WHITE, color) >= contrast(BLACK, color)
}

/** `share` 0 is `from`, 1 is `to`. */
export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const channel = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share)
  return [channel(0), channel(1), channel(2)]
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map(channel => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
