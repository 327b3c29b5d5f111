import { describe, expect, test } from 'vitest'
import type { SeenInvoice } from './invoice-series.ts'
import { addDays, daysBetween, type IsoDate } from './iso-date.ts'
import type { ExpectedInvoice, MissingInvoice } from './missing-invoice.ts'
import { noticeMissing } from './notice-missing.ts'

/** An invoice of an invented supplier: when it is dated, and how many days later a run finds it. */
interface Issued extends Partial<SeenInvoice> {
  on: IsoDate
  delay?: number
}

interface Years {
  issued: Issued[]
  /** First day with a run; there is one every day. */
  connectedOn?: IsoDate
  until: IsoDate
  wantedFrom?: IsoDate
  isMailbox?: boolean
  /** At most so often, to be quick. */
  lookEveryDays?: number
  /** Days on which no run worked. */
  isBroken?: (day: IsoDate) => boolean
}

interface Told {
  on: IsoDate
  expected: ExpectedInvoice
  seller: string | null
  /** The day it was found after all. */
  foundOn?: IsoDate
}

/** Lives through the years day by day, as the queue does, and writes down what a customer hears. */
function live({ issued, connectedOn = '2023-01-01', until, wantedFrom = connectedOn, ...more }: Years): Told[] {
  const { isMailbox = false, lookEveryDays = 1, isBroken = () => false } = more
  const told: Told[] = []
  const open: (MissingInvoice & { id: string })[] = []
  const arriving = issued.map(({ on, delay = 0, ...rest }) => ({ comesOn: addDays(on, delay), on, rest }))
  let lookedOn = connectedOn
  for (let day = connectedOn; day <= until; day = addDays(day, 1)) {
    if (isBroken(day) || daysBetween(lookedOn, day) < lookEveryDays) continue
    const isNews = arriving.some(({ comesOn }) => comesOn > lookedOn && comesOn <= day)
    // A day without news changes nothing but the time: to look at every fifth is enough, and as much faster.
    if (!isNews && daysBetween(lookedOn, day) < 5) continue
    lookedOn = day
    const seen = arriving
      .filter(({ comesOn }) => comesOn <= day)
      .map(({ comesOn, on, rest }) => seenInvoice({ issuedOn: on, collectedOn: later(comesOn, connectedOn), ...rest }))
    const watch = { seen, isOneSupplier: !isMailbox, connectedOn, wantedFrom, lookedOn, noticed: open }
    const notices = [...noticeMissing(watch)]
    const [missing, turnedUp] = [notices.flatMap(one => one.missing), notices.flatMap(one => one.turnedUp)]
    for (const id of turnedUp) {
      const [one] = open.splice(
        open.findIndex(other => other.id === id),
        1,
      )
      const entry = told.find(({ expected }) => expected === one?.expected)
      if (entry) entry.foundOn = day
    }
    for (const one of missing) {
      open.push({ ...one, id: String(told.length) })
      told.push({ on: day, expected: one.expected, seller: one.seller })
    }
  }
  return told
}

function seenInvoice(known: Partial<SeenInvoice>): SeenInvoice {
  const nobody = { number: null, sellerName: null, sellerVatId: null }
  return { isElsewhere: false, isInvoice: true, issuedOn: null, collectedOn: '2023-01-01', ...nobody, ...known }
}

function later(one: IsoDate, other: IsoDate): IsoDate {
  return one > other ? one : other
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}

/** `monthly('2022-01', '2022-12', 3)`: the 3rd of each; the 31st is the month's last day. */
function monthly(from: string, to: string, day: number, every = 1): Issued[] {
  const [first, last] = [from, to].map(text => Number(text.slice(0, 4)) * 12 + Number(text.slice(5)) - 1) as [
    number,
    number,
  ]
  const months = Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, index) => first + index * every)
  return months.map(month => {
    const [year, ofYear] = [Math.floor(month / 12), (month % 12) + 1]
    const length = new Date(Date.UTC(year, ofYear, 0)).getUTCDate()
    return { on: `${year}-${pad(ofYear)}-${pad(Math.min(day, length))}` }
  })
}

const without = (issued: Issued[], ...months: string[]) => issued.filter(({ on }) => !months.includes(on.slice(0, 7)))

/** A repeatable sequence of numbers from 0 to 1 (mulberry32). */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

describe('regular suppliers that leave nothing out are never spoken of', () => {
  const until = '2026-06-30'
  const cases: [what: string, issued: Issued[]][] = [
    ['monthly on the 3rd', monthly('2022-01', '2026-06', 3)],
    ['at the end of the month', monthly('2022-01', '2026-06', 31)],
    ['quarterly', monthly('2020-01', '2026-06', 10, 3)],
    ['every two months', monthly('2021-01', '2026-06', 15, 2)],
    ['twice a year', monthly('2018-02', '2026-06', 1, 6)],
    ['yearly', monthly('2016-05', '2026-06', 20, 12)],
    ['twice a month', [...monthly('2022-01', '2026-06', 5), ...monthly('2022-01', '2026-06', 20)]],
    ['weekly', Array.from({ length: 236 }, (_, week) => ({ on: addDays('2022-01-03', week * 7) }))],
    ['every four weeks', Array.from({ length: 60 }, (_, index) => ({ on: addDays('2022-01-03', index * 28) }))],
    ['every thirty days', Array.from({ length: 57 }, (_, index) => ({ on: addDays('2022-01-03', index * 30) }))],
    ['a working day around the 1st', monthly('2022-01', '2026-06', 1).map(({ on }) => ({ on: nextWorkingDay(on) }))],
    ['a working day at the end', monthly('2022-01', '2026-06', 31).map(({ on }) => ({ on: previousWorkingDay(on) }))],
    ['a month with two more', [...monthly('2022-01', '2026-06', 3), { on: '2024-05-14' }, { on: '2024-05-22' }]],
    [
      'three contracts at once',
      monthly('2022-01', '2026-06', 3).flatMap(one => [one, one, { on: addDays(one.on, 1) }]),
    ],
    ['found a month late', monthly('2022-01', '2026-05', 3).map(one => ({ ...one, delay: 35 }))],
    ['found later and later', monthly('2022-01', '2026-06', 3).map((one, index) => ({ ...one, delay: index }))],
  ]
  test.each(cases)('%s', (_, issued) => {
    expect(live({ issued, until })).toEqual([])
  })
})

describe('the usual invoice does not come', () => {
  test('of a month, and it does two months later', () => {
    const issued = [...without(monthly('2022-01', '2026-06', 3), '2025-03'), { on: '2025-03-03', delay: 61 }]
    const [told, ...more] = live({ issued, until: '2026-06-30' })
    expect(more).toEqual([])
    expect(told).toMatchObject({
      expected: { kind: 'rhythm', every: 'month', around: '2025-03-03', since: '2025-02-03' },
      foundOn: '2025-05-03',
    })
    // Four days of tolerance, three of patience, and at most five until the next look.
    expect(daysBetween('2025-03-03', told?.on ?? '')).toBeGreaterThan(7)
    expect(daysBetween('2025-03-03', told?.on ?? '')).toBeLessThanOrEqual(13)
  })

  test.each([
    ['at the end of the month', monthly('2022-01', '2026-06', 31), '2025-02', '2025-02-28'],
    ['of a quarter', monthly('2020-01', '2026-06', 10, 3), '2025-04', '2025-04-10'],
    ['of two months', monthly('2021-01', '2026-06', 15, 2), '2025-03', '2025-03-15'],
    ['of half a year', monthly('2018-02', '2026-06', 1, 6), '2025-02', '2025-02-01'],
    ['of a year', monthly('2016-05', '2026-06', 20, 12), '2025-05', '2025-05-20'],
  ])('%s', (_, issued, month, around) => {
    const told = live({ issued: without(issued, month), until: '2026-06-30' })
    expect(told).toHaveLength(1)
    expect(told[0]?.expected).toMatchObject({ around })
    expect(daysBetween(around, told[0]?.on ?? '')).toBeLessThan(45)
    expect(told[0]?.foundOn).toBeUndefined()
  })

  test('of one contract of two', () => {
    const issued = [...without(monthly('2022-01', '2026-06', 5), '2025-03'), ...monthly('2022-01', '2026-06', 20)]
    const told = live({ issued, until: '2026-06-30' })
    expect(told.map(({ expected }) => expected)).toEqual([
      { kind: 'rhythm', every: 'month', around: '2025-03-05', since: '2025-02-05' },
    ])
  })

  test('twice, a year apart: each is told', () => {
    const issued = without(monthly('2022-01', '2026-06', 3), '2024-10', '2025-11')
    expect(
      live({ issued, until: '2026-06-30' }).map(({ expected }) => 'around' in expected && expected.around),
    ).toEqual(['2024-10-03', '2025-11-03'])
  })

  test('not before the usual lateness is over', () => {
    const issued = without(monthly('2022-01', '2026-06', 3), '2025-03').map(one => ({ ...one, delay: 20 }))
    const [told, ...more] = live({ issued, until: '2026-06-30' })
    expect(more).toEqual([])
    expect(daysBetween('2025-03-03', told?.on ?? '')).toBeGreaterThan(30)
  })

  test('a supplier that stops is told once', () => {
    const one = live({ issued: monthly('2022-01', '2025-02', 3), until: '2026-06-30' })
    expect(one.map(({ expected }) => 'around' in expected && expected.around)).toEqual(['2025-03-03'])
    const two = live({
      issued: [...monthly('2022-01', '2025-02', 5), ...monthly('2022-01', '2025-02', 20)],
      until: '2026-06-30',
    })
    expect(two.map(({ expected }) => 'around' in expected && expected.around)).toEqual(['2025-03-05'])
  })

  test('a supplier that writes on another day from now on is told at most once, and found', () => {
    const issued = [...monthly('2022-01', '2025-02', 3), ...monthly('2025-03', '2026-06', 20)]
    const told = live({ issued, until: '2026-06-30' })
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({ expected: { around: '2025-03-03' }, foundOn: '2025-03-20' })
  })
})

describe('pauses', () => {
  test('a season surprises once, in its first year', () => {
    const season = (year: number) => monthly(`${year}-04`, `${year}-09`, 3)
    const issued = [2023, 2024, 2025, 2026].flatMap(season)
    const told = live({ issued, until: '2026-12-31' })
    expect(told.map(({ expected }) => 'around' in expected && expected.around)).toEqual(['2023-10-03'])
  })

  test('a holiday surprises once; in the years after, the month after it is missed all the same', () => {
    const issued = without(monthly('2022-09', '2026-06', 3), '2023-08', '2024-08', '2025-08', '2025-09')
    const told = live({ issued, until: '2026-06-30' })
    expect(told.map(({ expected }) => 'around' in expected && expected.around)).toEqual(['2023-08-03', '2025-09-03'])
  })
})

describe('what we cannot know is not told', () => {
  test('while no run works; once one does, it is', () => {
    const issued = without(monthly('2022-01', '2026-06', 3), '2025-03')
    const isBroken = (day: IsoDate) => day > '2025-03-01' && day < '2025-06-15'
    const told = live({ issued, until: '2026-06-30', isBroken })
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({ on: '2025-06-15', expected: { around: '2025-03-03', since: '2025-02-03' } })
    expect(live({ issued: monthly('2022-01', '2026-06', 3), until: '2026-06-30', isBroken })).toEqual([])
  })

  test('before the credential was connected', () => {
    const gone = monthly('2021-01', '2022-03', 3)
    expect(live({ issued: gone, until: '2024-12-31' })).toEqual([])
    const left = without(monthly('2021-01', '2023-06', 3), '2022-10')
    expect(live({ issued: left, until: '2023-06-30' })).toEqual([])
    expect(live({ issued: left, until: '2023-06-30', wantedFrom: '2022-01-01' })).toHaveLength(1)
  })

  test('of too few invoices', () => {
    for (let count = 1; count < 6; count++) {
      const issued = monthly('2023-01', `2023-${pad(count)}`, 3)
      expect(live({ issued, until: '2024-06-30' })).toEqual([])
    }
    expect(live({ issued: monthly('2023-01', '2023-06', 3), until: '2024-06-30' })).toHaveLength(1)
  })

  test('when an invoice without a readable day came instead', () => {
    const issued = without(monthly('2022-01', '2026-06', 3), '2025-03')
    expect(live({ issued: [...issued, { on: '2025-03-03', issuedOn: null }], until: '2026-06-30' })).toEqual([])
    const statement = { on: '2025-03-03', issuedOn: null, isInvoice: false }
    expect(live({ issued: [...issued, statement], until: '2026-06-30' })).toHaveLength(1)
  })

  test('when it came through another credential', () => {
    const named = without(monthly('2022-01', '2026-06', 3), '2025-03').map(one => ({ ...one, sellerVatId: 'FR1' }))
    const elsewhere = { on: '2025-03-03', isElsewhere: true }
    expect(live({ issued: [...named, { ...elsewhere, sellerVatId: 'FR1' }], until: '2026-06-30' })).toEqual([])
    expect(live({ issued: [...named, { ...elsewhere, sellerVatId: 'FR2' }], until: '2026-06-30' })).toHaveLength(1)
  })
})

describe('irregular suppliers', () => {
  /** So many invoices a month on average, on any day. */
  const irregular = (seed: number, perMonth: number): Issued[] => {
    const random = dice(seed)
    const issued: Issued[] = []
    for (let day = '2021-06-01'; day < '2025-06-30'; day = addDays(day, 1)) {
      if (random() < perMonth / 30.4)
        issued.push({ on: day, number: `A-${1000 + issued.length * 3 + Math.floor(random() * 3)}` })
    }
    return issued
  }

  test.each([0.15, 0.3, 0.6, 1, 2, 4, 15])('with %f invoices a month stay silent', { timeout: 60_000 }, perMonth => {
    const alarms = Array.from({ length: 2 }, (_, seed) =>
      live({ issued: irregular(seed, perMonth), until: '2025-06-30', lookEveryDays: 6 }),
    )
    expect(alarms.flat()).toEqual([])
  })

  test('one with a fixed day and many purchases besides stays silent', () => {
    const issued = [...monthly('2022-01', '2025-02', 3), ...irregular(1, 4)]
    expect(live({ issued, until: '2026-06-30', lookEveryDays: 6 })).toEqual([])
  })
})

describe('a mailbox holds several suppliers', () => {
  const of = (sellerName: string, issued: Issued[], sellerVatId: string | null = null): Issued[] =>
    issued.map(one => ({ ...one, sellerName, sellerVatId }))
  const lumen = of('Lumen SAS', without(monthly('2023-02', '2026-06', 3), '2025-03'))
  const until = '2026-06-30'

  test('each has its own rhythm', () => {
    const other = of('Nordlicht GmbH', monthly('2023-02', '2026-06', 17))
    const told = live({ issued: [...lumen, ...other], until, isMailbox: true })
    expect(told.map(({ seller, expected }) => [seller, 'around' in expected && expected.around])).toEqual([
      ['Lumen SAS', '2025-03-03'],
    ])
  })

  test('however its name is written, and once its VAT number is known', () => {
    const spelt = lumen.map((one, index) => ({ ...one, sellerName: index % 2 ? 'LUMEN' : 'Lumen S.A.S.' }))
    expect(live({ issued: spelt, until, isMailbox: true })).toHaveLength(1)
    const known = lumen.map(one => ({ ...one, sellerVatId: one.on > '2025-03-20' ? 'FR40303265045' : null }))
    expect(live({ issued: known, until, isMailbox: true })).toHaveLength(1)
  })

  test('an invoice without a name, or of a new name, may be the one', () => {
    const nameless = { on: '2025-03-04' }
    expect(live({ issued: [...lumen, nameless], until, isMailbox: true })).toEqual([])
    const renamed = of('Luminous Brands', [{ on: '2025-03-04' }])
    expect(live({ issued: [...lumen, ...renamed], until, isMailbox: true })).toEqual([])
    const long = of('Nordlicht GmbH', [{ on: '2024-01-09' }, { on: '2025-03-04' }])
    expect(live({ issued: [...lumen, ...long], until, isMailbox: true })).toHaveLength(1)
  })
})

describe('numbers', () => {
  /** Days between orders of a shop that numbers for each customer. */
  const PAUSES = [4, 11, 23, 2, 38, 9, 17, 5, 29, 13, 3, 44, 8, 19, 6, 31]
  function numbered(count: number, numberOf = (index: number) => `K7-${String(index + 1).padStart(4, '0')}`): Issued[] {
    let on = '2023-02-01'
    return Array.from({ length: count }, (_, index) => {
      on = addDays(on, PAUSES[index % PAUSES.length] ?? 1)
      return { on, number: numberOf(index) }
    })
  }
  const leave = (issued: Issued[], ...numbers: string[]) =>
    issued.filter(({ number }) => !numbers.includes(number ?? ''))
  const until = '2025-06-30'

  test('a hole is told once, and found when the invoice comes', () => {
    const all = numbered(30)
    const told = live({ issued: leave(all, 'K7-0015'), until })
    expect(told.map(({ expected }) => expected)).toEqual([
      {
        kind: 'number',
        number: 'K7-0015',
        after: 'K7-0014',
        before: 'K7-0016',
        since: all[13]?.on,
        until: all[15]?.on,
      },
    ])
    expect(told[0]?.foundOn).toBeUndefined()
    const late = all.map(one => (one.number === 'K7-0015' ? { ...one, delay: 200 } : one))
    const found = live({ issued: late, until: '2026-06-30' })
    expect(found).toHaveLength(1)
    expect(found[0]?.foundOn).toBe(addDays(all[14]?.on ?? '', 200))
  })

  test('two numbers in a row', () => {
    const told = live({ issued: leave(numbered(30), 'K7-0015', 'K7-0016'), until })
    expect(told.map(({ expected }) => 'number' in expected && expected.number)).toEqual(['K7-0015', 'K7-0016'])
  })

  test('numbering that starts anew each year', () => {
    const counts = new Map<string, number>()
    const issued = numbered(40).map(({ on }) => {
      const year = on.slice(0, 4)
      counts.set(year, (counts.get(year) ?? 0) + 1)
      return { on, number: `${year}${String(counts.get(year)).padStart(3, '0')}` }
    })
    expect(live({ issued, until })).toEqual([])
    const told = live({ issued: leave(issued, '2024009'), until })
    expect(told.map(({ expected }) => 'number' in expected && expected.number)).toEqual(['2024009'])
  })

  test.each([
    ['it is complete', numbered(30)],
    ['the supplier numbers over all its customers', numbered(30, index => `F-${100 + index * 7 + ((index * 3) % 5)}`)],
    ['holes are usual', leave(numbered(40), 'K7-0006', 'K7-0011', 'K7-0015', 'K7-0019', 'K7-0024', 'K7-0029')],
    [
      'there is a second customer from now on',
      numbered(30, index => `F-${String(index < 12 ? index : index * 2 - 12).padStart(4, '0')}`),
    ],
    ['the hole is wide', leave(numbered(30), 'K7-0015', 'K7-0016', 'K7-0017')],
    ['too few came before', leave(numbered(20), 'K7-0004')],
    [
      'a number there could not be read',
      numbered(30).map(one => (one.number === 'K7-0015' ? { ...one, number: null } : one)),
    ],
    ['it is a statement', numbered(30).map(one => (one.number === 'K7-0015' ? { ...one, isInvoice: false } : one))],
    ['dates are numbers', numbered(30).map(({ on }) => ({ on, number: on.replaceAll('-', '') }))],
    [
      'the customer’s number is part of it',
      numbered(30).map(({ on }, index) => ({ on, number: `77120-${on.slice(2, 7)}-${index * 31}` })),
    ],
  ])('silence when %s', (_, issued) => {
    expect(live({ issued, until })).toEqual([])
  })

  test('silence where the calendar tells that nothing is missing', () => {
    const regular = monthly('2022-01', '2025-06', 3).map((one, index) => ({
      ...one,
      number: `F-${index < 20 ? 100 + index : 101 + index}`,
    }))
    expect(live({ issued: regular, until })).toEqual([])
  })

  test('the calendar and the numbers do not both tell of one invoice', () => {
    const all = monthly('2023-02', '2025-06', 3).map((one, index) => ({ ...one, number: `F-${100 + index}` }))
    expect(live({ issued: without(all, '2024-01'), until })).toHaveLength(1)
    expect(live({ issued: without(all, '2023-09'), until })).toHaveLength(1)
  })

  test('it is taken elsewhere', () => {
    const all = numbered(30).map(one => ({ ...one, sellerVatId: 'FR1' }))
    const issued = all.map(one => (one.number === 'K7-0015' ? { ...one, isElsewhere: true } : one))
    expect(live({ issued, until })).toEqual([])
  })
})

function nextWorkingDay(on: IsoDate): IsoDate {
  return isWeekend(on) ? nextWorkingDay(addDays(on, 1)) : on
}

function previousWorkingDay(on: IsoDate): IsoDate {
  return isWeekend(on) ? previousWorkingDay(addDays(on, -1)) : on
}

function isWeekend(on: IsoDate): boolean {
  return [0, 6].includes(new Date(`${on}T00:00:00Z`).getUTCDay())
}
