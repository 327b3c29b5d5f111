/** One possible value of a fact, with how much speaks for it (0 to 1). */
export interface Candidate {
  value: string
  score: number
}

/** Above 0.9 we call ourselves sure, and that takes two sightings. The same value found again by another way makes it likelier; a rival nearly as good makes both doubtful. */
const AGREEMENT = 0.5
const RIVAL_DISTANCE = 0.1
const RIVAL_PENALTY = 0.8
/** Printed text is never certain: a label can be wrong, a column shifted. */
const MAX_CONFIDENCE = 0.98
/** Below this a value is a guess, and unknown beats a guess. */
const MIN_CONFIDENCE = 0.4

/** The best value and how sure we are; null when nothing is worth telling. */
export function choose(candidates: Candidate[]): { value: string; confidence: number } | null {
  const merged = [...Map.groupBy(candidates, ({ value }) => value)]
    .map(([value, same]) => ({ value, score: combined(same.map(({ score }) => score)) }))
    .toSorted((a, b) => b.score - a.score)
  const [best, rival] = merged
  if (!best) return null
  const isContested = rival !== undefined && best.score - rival.score < RIVAL_DISTANCE
  const confidence = Math.min(best.score, MAX_CONFIDENCE) * (isContested ? RIVAL_PENALTY : 1)
  return confidence < MIN_CONFIDENCE ? null : { value: best.value, confidence: Math.round(confidence * 100) / 100 }
}

/** Each further sighting takes a part of the doubt that is left; only two count, copies on every page prove nothing more. */
function combined(scores: number[]): number {
  const [best = 0, second] = scores.toSorted((a, b) => b - a)
  return second === undefined ? best : best + (1 - best) * AGREEMENT * second
}
