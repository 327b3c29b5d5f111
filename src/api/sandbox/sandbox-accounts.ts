import { addDays, type IsoDate } from '#domain/iso-date.ts'

/** What an account shows once it is open. */
export type SandboxBehaviour = 'normal' | 'second_factor' | 'human_check' | 'down' | 'changed' | 'slow'

export interface SandboxAccount {
  username: string
  /** The invented company the invoices are made out to. */
  company: string
  behaviour: SandboxBehaviour
  /** What to expect, for the login page. */
  summary: string
  /** Issue dates of the invoices every such account has from the start, oldest first. */
  issuedOn: IsoDate[]
}

const THREE_DAYS: IsoDate[] = ['2026-04-14', '2026-05-12', '2026-06-16']

/** Three invoices a month from March 2023 to June 2026; every second month, two of them are of the same day. */
const MANY_DAYS: IsoDate[] = Array.from({ length: 40 }, (_, month) => {
  const first = `${2023 + Math.floor((month + 2) / 12)}-${String(((month + 2) % 12) + 1).padStart(2, '0')}-05`
  return [first, addDays(first, 12), addDays(first, month % 2 === 0 ? 12 : 19)]
}).flat()

/** Every user name the sandbox knows. Each accepts any password but `wrong`. */
export const SANDBOX_ACCOUNTS: readonly SandboxAccount[] = [
  {
    username: 'demo',
    company: 'Demo Company',
    behaviour: 'normal',
    summary: 'Three invoices.',
    issuedOn: THREE_DAYS,
  },
  {
    username: 'demo-2fa',
    company: 'Careful Company',
    behaviour: 'second_factor',
    summary: 'Asks for a code: 123456.',
    issuedOn: THREE_DAYS,
  },
  {
    username: 'demo-human',
    company: 'Wary Company',
    behaviour: 'human_check',
    summary: 'Wants to see a person: you get its page to take the last step yourself.',
    issuedOn: THREE_DAYS,
  },
  {
    username: 'demo-many',
    company: 'Busy Company',
    behaviour: 'normal',
    summary: '120 invoices on six pages.',
    issuedOn: MANY_DAYS,
  },
  { username: 'demo-empty', company: 'New Company', behaviour: 'normal', summary: 'No invoice yet.', issuedOn: [] },
  {
    username: 'demo-down',
    company: 'Unlucky Company',
    behaviour: 'down',
    summary: 'The portal is out of service after the login.',
    issuedOn: THREE_DAYS,
  },
  {
    username: 'demo-changed',
    company: 'Modern Company',
    behaviour: 'changed',
    summary: 'The invoice page was redesigned.',
    issuedOn: THREE_DAYS,
  },
  {
    username: 'demo-slow',
    company: 'Patient Company',
    behaviour: 'slow',
    summary: 'Every answer takes about two seconds.',
    issuedOn: THREE_DAYS,
  },
]

/** The one password that is refused. */
const WRONG_PASSWORD = 'wrong'

/** What `demo-2fa` accepts as its second factor. */
export const SECOND_FACTOR_CODE = '123456'

export function findAccount(username: string): SandboxAccount | undefined {
  return SANDBOX_ACCOUNTS.find(account => account.username === username)
}

/** The account this login opens; undefined when it is refused. */
export function openAccount(username: string, password: string): SandboxAccount | undefined {
  return password === '' || password === WRONG_PASSWORD ? undefined : findAccount(username)
}
