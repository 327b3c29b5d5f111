import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contrast, parseHex, type Rgb } from './contrast.ts'
import { readTheme, themeVariables } from './theme.ts'

const css = readFileSync(join(import.meta.dirname, 'base.css'), 'utf8')
const defaults = Object.fromEntries(
  [...css.matchAll(/(--(?:light|dark)-[\w-]+): (#\w+);/g)].map(([, name, value]) => [name, value]),
)

test('what cannot be used is ignored', () => {
  const theme = readTheme({
    primary: 'url(javascript:1)',
    surface: 'red',
    radius: 400,
    font: 'Arial; } * { display: none',
    mode: 'sepia',
    unknown: 1,
  })
  expect(theme).toEqual({ mode: 'auto' })
  expect(themeVariables(theme)).toEqual({})
  expect(readTheme(null)).toEqual({ mode: 'auto' })
})

test('a complete theme sets its variables', () => {
  const theme = readTheme({ primary: '#0a7', radius: 4, font: '"Acme Sans", Arial', mode: 'dark' })
  expect(theme).toEqual({ primary: '#0a7', radius: 4, font: '"Acme Sans", Arial', mode: 'dark' })
  expect(themeVariables(theme)).toMatchObject({
    '--radius': '4px',
    '--font': '"Acme Sans", Arial, system-ui, sans-serif',
  })
})

test('a brand colour stays what it is: its edge and the text on it are chosen to be seen', () => {
  const variables = themeVariables(readTheme({ primary: '#ffd400' }))
  expect(variables['--light-primary']).toBe('#ffd400')
  expect(variables['--light-on-primary']).toBe('#111318')
  expect(variables['--light-primary-edge']).not.toBe('#ffd400')
})

test('a surface colours the scheme it belongs to only', () => {
  const variables = themeVariables(readTheme({ surface: '#fff8ee' }))
  expect(variables['--light-surface']).toBe('#fff8ee')
  expect(variables['--dark-surface']).toBeUndefined()
})

test('our own colours pass AA', () => {
  expectReadable(defaults)
})

test.each([
  ['pale yellow', { primary: '#ffee88' }],
  ['white on white', { primary: '#ffffff', surface: '#ffffff', text: '#eeeeee' }],
  ['black', { primary: '#000000' }],
  ['middle grey surface', { surface: '#808080', text: '#888888', primary: '#7f7f7f' }],
  ['dark brand', { surface: '#101820', text: '#fafafa', primary: '#203040' }],
  ['orange', { primary: '#ff7a00', surface: '#fff4e5', text: '#402000' }],
])('a theme that fails AA is corrected: %s', (_, theme) => {
  expectReadable({ ...defaults, ...themeVariables(readTheme(theme)) })
})

function expectReadable(variables: Record<string, string | undefined>): void {
  for (const scheme of ['light', 'dark']) {
    const color = (name: string): Rgb => parseHex(variables[`--${scheme}-${name}`] ?? '') ?? [0, 0, 0]
    const pairs: [string, string, number][] = [
      ['text', 'surface', 4.5],
      ['text', 'subtle', 4.5],
      ['muted', 'surface', 4.5],
      ['muted', 'subtle', 4.5],
      ['accent', 'surface', 4.5],
      ['accent', 'subtle', 4.5],
      ['on-primary', 'primary', 4.5],
      ['primary-edge', 'surface', 3],
      ['edge', 'surface', 3],
    ]
    const failing = pairs.filter(([one, other, ratio]) => contrast(color(one), color(other)) < ratio)
    expect([scheme, failing]).toEqual([scheme, []])
  }
}
