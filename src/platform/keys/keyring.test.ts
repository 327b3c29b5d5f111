import { randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type DataKey, Keyring } from './keyring.ts'

const seal: DataKey = { id: randomUUID(), purpose: 'seal', key: randomBytes(32) }
const link: DataKey = { id: randomUUID(), purpose: 'link', key: randomBytes(32) }
const keyring = new Keyring([seal, link])
const IDENTITY = 'credentials.params 1'

describe('sealed values', () => {
  test('open for the identity they were sealed for, and for no other', () => {
    const sealed = keyring.seal({ password: 'Café' }, IDENTITY)
    expect(keyring.open(sealed, IDENTITY)).toEqual({ password: 'Café' })
    expect(sealed.includes('Café')).toBe(false)
    for (const other of ['credentials.params 2', 'credentials.memory 1', '']) {
      expect(() => keyring.open(sealed, other)).toThrow()
    }
  })

  test('never look the same twice', () => {
    const sealed = new Set(Array.from({ length: 100 }, () => keyring.seal('x', IDENTITY).toString('hex')))
    expect(sealed.size).toBe(100)
  })

  test('do not open when a single bit is another, or when they are cut', () => {
    const sealed = keyring.seal('x', IDENTITY)
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(() => keyring.open(changed, IDENTITY)).toThrow()
      expect(() => keyring.open(sealed.subarray(0, at), IDENTITY)).toThrow()
    }
  })

  test('of an older key open as long as that key is there; new ones are sealed by the first', () => {
    const fresh: DataKey = { id: randomUUID(), purpose: 'seal', key: randomBytes(32) }
    const rotated = new Keyring([fresh, seal, link])
    expect(rotated.open(keyring.seal('old', IDENTITY), IDENTITY)).toBe('old')
    expect(() => keyring.open(rotated.seal('new', IDENTITY), IDENTITY)).toThrow(/not in the keyring/)
  })
})

describe('links', () => {
  const now = new Date('2026-11-23T10:00:00Z')
  const token = keyring.signLink('document', 'abc', new Date(now.getTime() + 60_000))

  test('name one thing for one purpose until their moment', () => {
    expect(keyring.checkLink('document', token, now)).toBe('abc')
    expect(keyring.checkLink('run', token, now)).toBeUndefined()
    expect(keyring.checkLink('document', token, new Date(now.getTime() + 60_000))).toBeUndefined()
    expect(new Keyring([seal, { ...link, key: randomBytes(32) }]).checkLink('document', token, now)).toBeUndefined()
  })

  test.each(['', '.', '..', '...', 'abc', token.slice(0, -1), `${token}=`, `${token}.x`, `${token}!`, `x${token}`])(
    'spelt %j open nothing',
    wrong => {
      expect(keyring.checkLink('document', wrong, now)).toBeUndefined()
    },
  )

  test('with any character changed open nothing', () => {
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A'
      expect(keyring.checkLink('document', token.slice(0, at) + other + token.slice(at + 1), now)).toBeUndefined()
    }
  })
})

test('a derived key is the same every time and another for every purpose', () => {
  expect(keyring.deriveKey('sandbox')).toEqual(new Keyring([link, seal]).deriveKey('sandbox'))
  expect(keyring.deriveKey('other')).not.toEqual(keyring.deriveKey('sandbox'))
})

test('a keyring without both kinds of key is none', () => {
  expect(() => new Keyring([seal])).toThrow()
  expect(() => new Keyring([link])).toThrow()
})
