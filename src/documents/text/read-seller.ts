import { type Candidate, choose } from './candidate.ts'
import { compact } from './compact-text.ts'
import type { Blocks } from './find-blocks.ts'
import { labelsIn } from './find-labels.ts'
import { printedAmountsIn } from './parse-printed-amount.ts'
import { printedDatesIn } from './parse-printed-date.ts'
import type { PrintedCell } from './printed-line.ts'
import type { PrintedText } from './printed-text.ts'

/** Legal forms that end or open the name of a company in the countries of the seven languages. */
const LEGAL_FORM =
  /(?<![\p{L}])(?:S\.?A\.?R\.?L\.?U?|S\.?A\.?S\.?U?|S\.A\.|SA|EURL|SNC|SCI|SCOP|GmbH(?:\s?&\s?Co\.?\s?KG)?|mbH|AG|KGaA|KG|OHG|UG|e\.\s?K\.|e\.\s?V\.|GbR|SE|Ltd\.?|Limited|LLC|L\.L\.C\.|Inc\.?|Corp\.?|Corporation|PLC|LLP|B\.?V\.?(?:BA)?|N\.?V\.?|V\.?O\.?F\.?|S\.?p\.?A\.?|S\.?r\.?l\.?s?|S\.?a\.?s\.?|S\.?n\.?c\.?|S\.?L\.?U?\.?|S\.?C\.?|Lda\.?|Unipessoal|A\/S|ApS|AB|Oy|AS|Pty|Co\.,?\s?Ltd\.?|Srl|SRL|SPRL|ASBL|Sàrl|a\.\s?G\.|eG)(?![\p{L}])/u

/** A name has no check digit, and trading and legal names differ: never sure. */
const MAX_CONFIDENCE = 0.88
const IN_SELLER_BLOCK = 0.88
const WITH_LEGAL_FORM = 0.5
const MATCHES_DOMAIN = 0.25
const REPEATED = 0.1
const SENDER_LINE = 0.2
const FIRST_LINES = 0.1

export function readSeller(printed: PrintedText, blocks: Blocks): ReturnType<typeof choose> {
  const domains = domainsOf(printed.text)
  const named = blocks.sellerBlocks
    .flatMap(cells => nameOfBlock(cells) ?? [])
    .map(value => ({ value, score: IN_SELLER_BLOCK }))
  const buyers = new Set([...blocks.buyer].map(({ text }) => compact(text)))
  const companies = printed.lines.flatMap((line, index) =>
    line.cells.flatMap(cell => companyCandidates(cell, { index, domains, text: printed.text, blocks })),
  )
  const chosen = choose([...named, ...companies].filter(({ value }) => !buyers.has(compact(value))))
  return chosen && { ...chosen, confidence: Math.min(chosen.confidence, MAX_CONFIDENCE) }
}

/** The name stands in the first three lines; a remark in brackets or a number may come before it. */
function nameOfBlock(cells: PrintedCell[]): string | null {
  return (
    cells
      .slice(0, 3)
      .map(({ text }) => nameIn(text))
      .find(name => name !== null) ?? null
  )
}

interface Surroundings {
  index: number
  domains: string[]
  text: string
  blocks: Blocks
}

function companyCandidates(cell: PrintedCell, { index, domains, text, blocks }: Surroundings): Candidate[] {
  if (blocks.buyer.has(cell) || cell.text.length > 160) return []
  const parts = cell.text.split(/\s+[-–—|•·●*]\s+|\s*[|•·●]\s*|,\s+(?!(?:Inc|LLC|Ltd|S\.))/)
  const [first = ''] = parts
  const name = nameIn(first)
  if (name === null) return []
  const hasForm = LEGAL_FORM.test(name)
  const isDomain = domains.some(domain => sameCompany(domain, name))
  if (!hasForm && !isDomain) return []
  let score = hasForm ? WITH_LEGAL_FORM : 0.35
  if (isDomain) score += MATCHES_DOMAIN
  if (text.split(name).length > 2) score += REPEATED
  // `Company - Street 1 - 12345 Town`: the line for the window of the envelope names the sender.
  if (parts.length > 1 && /\d/.test(parts.slice(1).join(''))) score += SENDER_LINE
  if (index < 4) score += FIRST_LINES
  return [{ value: name, score: Math.min(score, 0.9) }]
}

/** A name: letters, short, without amounts, dates, addresses and labels. */
function nameIn(raw: string): string | null {
  const text = raw
    .replace(
      /^(?:name|nom|nombre|nome|naam|company|firma|raison sociale|denominazione|ragione sociale|nome)\s*:\s*/i,
      '',
    )
    .replace(/\s+(?:au capital|mit Sitz|con sede|capital social|registered in|SIREN|SIRET|RCS)\b.*$/i, '')
    .replace(/[\s,;:–-]+$/, '')
    .trim()
  if (text.length < 2 || text.length > 70 || !/\p{L}{2}/u.test(text)) return null
  if (
    /@|www\.|https?:|\d{4,}/.test(text) ||
    printedDatesIn(text).length ||
    printedAmountsIn(text).some(({ hasDecimals }) => hasDecimals)
  )
    return null
  const [label] = labelsIn(text)
  return label && label.start === 0 && label.end >= text.length - 2 ? null : text
}

const MAIL_HOSTS =
  /^(?:gmail|outlook|hotmail|yahoo|orange|wanadoo|free|gmx|web|icloud|live|laposte|sfr|t-online|libero|kpnmail|sapo|aol|example)$/

/** Second-level names of the printed addresses: the seller prints its own. */
function domainsOf(text: string): string[] {
  const hosts = [...text.matchAll(/(?:@|www\.|https?:\/\/)([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi)].map(([, host = '']) =>
    host.toLowerCase(),
  )
  const names = hosts.map(
    host =>
      host
        .replace(/^www\./, '')
        .split('.')
        .at(-2) ?? '',
  )
  return [...new Set(names)].filter(name => name.length > 2 && !MAIL_HOSTS.test(name)).map(compact)
}

function sameCompany(domain: string, name: string): boolean {
  const bare = compact(name.replace(LEGAL_FORM, ''))
  return (
    bare.length > 2 && (bare === domain || (domain.length > 4 && (bare.startsWith(domain) || domain.startsWith(bare))))
  )
}
