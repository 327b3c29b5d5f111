import { sql } from 'kysely'
import type { IsoDate } from '#domain/iso-date.ts'
import type { SandboxStore } from '#domain/sandbox-store.ts'
import type { Store } from './store.ts'

/** The sandbox supplier's memory, in the database like all state. */
export function createSandboxStore(store: Pick<Store, 'db'>): SandboxStore {
  return {
    async listIssued(username) {
      const row = await store.db
        .selectFrom('sandbox_accounts')
        .select('issued')
        .where('username', '=', username)
        .executeTakeFirst()
      return (row?.issued ?? []) as IsoDate[]
    },
    async issueOne(username, issuedOn) {
      const { issued } = await store.db
        .insertInto('sandbox_accounts')
        .values({ username, issued: JSON.stringify([issuedOn]) })
        .onConflict(conflict =>
          conflict.column('username').doUpdateSet({ issued: sql`sandbox_accounts.issued || excluded.issued` }),
        )
        .returning('issued')
        .executeTakeFirstOrThrow()
      return issued.length
    },
  }
}
