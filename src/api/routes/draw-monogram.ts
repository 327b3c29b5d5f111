/** An SVG mark from a name: its initials on a colour of its own, legible as white text (AA). */
export function drawMonogram(name: string): string {
  const initials = initialsOf(name)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64" role="img">
<rect width="64" height="64" rx="14" fill="hsl(${hueOf(name)} 45% 36%)"/>
<text x="32" y="33" fill="#fff" font-family="system-ui,sans-serif" font-size="26" font-weight="600" text-anchor="middle" dominant-baseline="central">${initials}</text>
</svg>`
}

/** Letters and digits only, so nothing in it needs escaping. */
function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? ['?']
  const letters =
    words.length > 1 ? [words[0], words[1]].map(word => word?.[0]).join('') : (words[0] as string).slice(0, 2)
  return letters.toUpperCase()
}

function hueOf(name: string): number {
  return [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7)
}
