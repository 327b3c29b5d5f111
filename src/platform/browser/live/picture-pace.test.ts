import { expect, test } from 'vitest'
import { PicturePace } from './picture-pace.ts'

/** Sends as soon as it may, for so long; returns when each picture went. */
function sendFor(ms: number, bytes: () => number): { atMs: number; bytes: number }[] {
  const pace = new PicturePace()
  const sent: { atMs: number; bytes: number }[] = []
  let nowMs = 0
  while (nowMs < ms) {
    const size = bytes()
    nowMs += pace.waitMs(size, nowMs)
    expect(pace.waitMs(size, nowMs)).toBe(0)
    pace.spend(size, nowMs)
    sent.push({ atMs: nowMs, bytes: size })
  }
  return sent
}

test.each([20_000, 60_000, 120_000, 325_000])('no second holds more than 500 kB: pictures of %i bytes', size => {
  let turn = 0
  const sent = sendFor(20_000, () => (turn++ % 3 === 0 ? size : size / 2))
  for (const { atMs } of sent) {
    const second = sent.filter(other => other.atMs >= atMs && other.atMs < atMs + 1000)
    expect(second.length).toBeLessThanOrEqual(10)
    expect(second.length).toBeGreaterThanOrEqual(1)
    expect(second.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(500_000)
  }
})

test('small pictures come ten a second, and the first after a rest at once', () => {
  expect(sendFor(10_000, () => 1000).length).toBe(101)
  const pace = new PicturePace()
  pace.spend(80_000, 1000)
  expect(pace.waitMs(80_000, 1050)).toBe(50)
  expect(pace.waitMs(470_000, 2000)).toBe(0)
})

test('a huge picture goes too, one a second', () => {
  expect(sendFor(30_000, () => 700_000).length).toBe(31)
})
