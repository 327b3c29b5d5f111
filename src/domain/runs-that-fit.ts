const MEGABYTE = 1024 * 1024

/** For this process, the database if it is ours, and Chromium itself. */
const BASE_BYTES = 600 * MEGABYTE
/** One more browser context took 30 MB in measurements; real portals are heavier than test pages. */
const BYTES_PER_RUN = 100 * MEGABYTE
/** Runs mostly wait for suppliers. */
const RUNS_PER_CORE = 4
const FEWEST = 1
const MOST = 32

/** How many collections one process may do at once on a machine of this size. */
export function runsThatFit({ memoryBytes, cores }: { memoryBytes: number; cores: number }): number {
  const byMemory = Math.floor((memoryBytes - BASE_BYTES) / BYTES_PER_RUN)
  return Math.max(FEWEST, Math.min(byMemory, cores * RUNS_PER_CORE, MOST))
}
