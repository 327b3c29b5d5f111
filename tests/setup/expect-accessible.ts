import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Frame, Page } from 'playwright-core'
import { expect } from 'vitest'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  id: string
  impact: string | null
  nodes: { html: string }[]
}

/** axe-core finds nothing on what is shown now, and nothing has to be scrolled sideways. */
export async function expectAccessible(screen: Page | Frame): Promise<void> {
  await screen.evaluate(AXE)
  const violations = (await screen.evaluate('axe.run().then(result => result.violations)')) as Violation[]
  expect(violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html) }))).toEqual([])
  expect(await screen.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}
