/** The 120 numbers of `demo-many`, newest first: three a month, March 2023 to June 2026. */
export function listManyNumbers(): string[] {
  const counts = { 2026: 18, 2025: 36, 2024: 36, 2023: 30 }
  return Object.entries(counts)
    .reverse()
    .flatMap(([year, count]) =>
      Array.from({ length: count }, (_, index) => `SBX-${year}-${String(count - index).padStart(3, '0')}`),
    )
}
