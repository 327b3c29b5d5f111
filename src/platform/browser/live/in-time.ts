/**
 * Undefined when it failed or takes too long, as everything does on a page that hangs. Its error may quote what was
 * typed, so nobody sees it.
 */
export async function inTime<Result>(work: Promise<Result>, ms: number): Promise<Result | undefined> {
  const patience = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => patience.resolve(undefined), ms)
  try {
    return await Promise.race([work.catch(() => undefined), patience.promise])
  } finally {
    clearTimeout(timer)
  }
}
