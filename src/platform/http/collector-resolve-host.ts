import type { CollectContext } from '#collector-kit/index.ts'
import type { AddressPolicy } from './address-policy.ts'
import { asCollectError } from './as-collect-error.ts'
import { type Lookup, resolveAllowed } from './resolve-allowed.ts'

/** The collector kit's `resolveHost`, held to a policy. `privateOrigins` do not apply: a host alone is no origin. */
export function createCollectorResolveHost(policy: AddressPolicy, lookup?: Lookup): CollectContext['resolveHost'] {
  return async host => {
    try {
      const allowed = await resolveAllowed({ host, port: 0 }, policy, lookup)
      const [first] = allowed.toSorted((a, b) => a.family - b.family)
      return first?.address ?? host
    } catch (error) {
      throw asCollectError(error)
    }
  }
}
