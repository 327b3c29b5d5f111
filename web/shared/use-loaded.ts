import { useCallback, useEffect, useState } from 'react'

export interface Loaded<Value> {
  /** Of the last load that worked; stays while the next one is under way. */
  value: Value | undefined
  error: unknown
  isLoading: boolean
  reload(): void
}

/** Loads when the screen appears and whenever `load` changes: keep it stable with `useCallback`. */
export function useLoaded<Value>(load: (signal: AbortSignal) => Promise<Value>): Loaded<Value> {
  const [state, setState] = useState<Omit<Loaded<Value>, 'reload'>>({
    value: undefined,
    error: undefined,
    isLoading: true,
  })
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is what makes it load again
  useEffect(() => {
    const abort = new AbortController()
    setState(({ value }) => ({ value, error: undefined, isLoading: true }))
    load(abort.signal).then(
      value => !abort.signal.aborted && setState({ value, error: undefined, isLoading: false }),
      error => !abort.signal.aborted && setState(({ value }) => ({ value, error, isLoading: false })),
    )
    return () => abort.abort()
  }, [load, attempt])

  const reload = useCallback(() => setAttempt(number => number + 1), [])
  return { ...state, reload }
}
