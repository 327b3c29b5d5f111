import type { IsoDate } from '#domain/iso-date.ts'
import type { SandboxStore } from '#domain/sandbox-store.ts'

/** For the command line and tests: forgets everything with the process. */
export function createMemorySandboxStore(): SandboxStore {
  const issued = new Map<string, IsoDate[]>()
  return {
    async listIssued(username) {
      return [...(issued.get(username) ?? [])]
    },
    async issueOne(username, issuedOn) {
      const days = [...(issued.get(username) ?? []), issuedOn]
      issued.set(username, days)
      return days.length
    },
  }
}
