import { describe, expect, test } from 'vitest'
import { isAllowedAddress, isGlobalAddress, targetOf } from './address-policy.ts'

const GLOBAL = ['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1', '::ffff:8.8.8.8']

const REFUSED = {
  loopback: ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1'],
  private: ['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12:3456::1', '::ffff:10.0.0.1'],
  'shared (CGNAT)': ['100.64.0.1', '100.127.255.255'],
  'link-local': ['169.254.1.1', 'fe80::1', 'fe80::1%eth0', '::ffff:169.254.169.254'],
  metadata: ['169.254.169.254', '100.100.100.200', '168.63.129.16', 'fd00:ec2::254', 'fd20:ce::254'],
  'this network': ['0.0.0.0', '0.1.2.3', '::', '::ffff:0.0.0.0'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  reserved: [
    '240.0.0.1',
    '255.255.255.255',
    '192.0.0.1',
    '198.18.0.1',
    '192.88.99.1',
    '4000::1',
    '::8.8.8.8',
    '100::1',
  ],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  'tunnels to IPv4': ['2002:7f00:1::', '2002:808:808::', '2001::1', '::ffff:0:127.0.0.1', '64:ff9b:1::808:808'],
  'NAT64 to a refused address': ['64:ff9b::127.0.0.1', '64:ff9b::a00:1', '64:ff9b::169.254.169.254'],
  'no address at all': ['', 'localhost', '1.2.3.4.5', 'example.com'],
}

describe('isGlobalAddress', () => {
  test.each([...GLOBAL, '64:ff9b::8.8.8.8'])('%s is global', ip => {
    expect(isGlobalAddress(ip)).toBe(true)
  })

  test.each(Object.entries(REFUSED).flatMap(([kind, ips]) => ips.map(ip => [kind, ip])))(
    '%s: %s is not',
    (_kind, ip) => {
      expect(isGlobalAddress(ip)).toBe(false)
    },
  )
})

describe('isAllowedAddress', () => {
  const target = { host: '127.0.0.1', port: 8080 }

  test('private networks open with allowPrivate, nothing else does', () => {
    const policy = { allowPrivate: true }
    const open = [...REFUSED.loopback, ...REFUSED.private, ...REFUSED['shared (CGNAT)'], ...GLOBAL]
    const shut = [...REFUSED['link-local'], ...REFUSED.metadata, ...REFUSED.multicast, ...REFUSED['this network']]
    expect(open.filter(ip => !isAllowedAddress(ip, target, policy))).toEqual([])
    expect(shut.filter(ip => isAllowedAddress(ip, target, policy))).toEqual([])
  })

  test('a private origin opens its own host and port only', () => {
    const policy = {
      allowPrivate: false,
      privateOrigins: ['http://127.0.0.1:8080', 'http://[::1]', 'https://intranet.example'],
    }
    expect(isAllowedAddress('127.0.0.1', target, policy)).toBe(true)
    expect(isAllowedAddress('::1', { host: '::1', port: 80 }, policy)).toBe(true)
    expect(isAllowedAddress('10.0.0.1', { host: 'intranet.example', port: 443 }, policy)).toBe(true)
    expect(isAllowedAddress('127.0.0.1', { host: '127.0.0.1', port: 8081 }, policy)).toBe(false)
    expect(isAllowedAddress('127.0.0.1', { host: 'localhost', port: 8080 }, policy)).toBe(false)
    expect(isAllowedAddress('169.254.169.254', { host: 'intranet.example', port: 443 }, policy)).toBe(false)
  })
})

test('targetOf knows default ports and takes the brackets off', () => {
  expect(targetOf(new URL('https://a.example/x'))).toEqual({ host: 'a.example', port: 443 })
  expect(targetOf(new URL('ws://[::1]/x'))).toEqual({ host: '::1', port: 80 })
  expect(targetOf(new URL('http://0x7f.1:81'))).toEqual({ host: '127.0.0.1', port: 81 })
})
