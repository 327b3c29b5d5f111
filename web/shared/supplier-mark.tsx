import { useState } from 'react'

const HUES = 8

/** The supplier's logo, or a tidy monogram on a colour that stays the same for its name. */
export function SupplierMark({ name, logo }: { name: string; logo: string | null }) {
  const [isBroken, setIsBroken] = useState(false)
  if (logo && !isBroken) return <img className="mark" src={logo} alt="" onError={() => setIsBroken(true)} />
  return (
    <svg className={`mark mark-${hueOf(name)}`} viewBox="0 0 40 40" aria-hidden="true">
      <rect width="40" height="40" rx="9" />
      <text x="20" y="20.5" dominantBaseline="central" textAnchor="middle">
        {initialsOf(name)}
      </text>
    </svg>
  )
}

/** "Acme Cloud" is AC, "Électricité" is É, "(none)" is the sign itself. */
export function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [name.slice(0, 1)]
  const chosen = words.length > 1 ? [words[0], words[1]] : [words[0]]
  return chosen
    .map(word => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}

function hueOf(name: string): number {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521
  return sum % HUES
}
