import type { BearerOwner } from '#records/bearers.ts'
import type { Scope } from '#records/store.ts'
import type { User } from '#records/users.ts'

/** Whose token a route wants. `anyone`: none is looked for. */
export type Who = 'customer' | 'user' | 'both' | 'anyone'

export interface CustomerCaller {
  kind: 'customer'
  customer: BearerOwner
  scope: Scope
}

export interface UserCaller {
  kind: 'user'
  user: User
  scope: Scope & { userId: string }
}

export interface Stranger {
  kind: 'stranger'
}

export type Caller = CustomerCaller | UserCaller | Stranger

export type CallerOf<W extends Who> = W extends 'customer'
  ? CustomerCaller
  : W extends 'user'
    ? UserCaller
    : W extends 'both'
      ? CustomerCaller | UserCaller
      : Stranger
