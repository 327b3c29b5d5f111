import { inTransaction, newId, type Store } from './store.ts'

/** The newest recipe for a supplier's host. Shared by all users of that supplier: it holds nothing of any of them. */
export async function findRecipe(store: Store, host: string): Promise<Record<string, unknown> | undefined> {
  const row = await store.db
    .selectFrom('recipes')
    .select('recipe')
    .where('host', '=', host)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.recipe
}

/** Adds a version; older ones stay, with the reason why each was made. */
export async function saveRecipe(
  store: Store,
  host: string,
  { recipe, reason }: { recipe: object; reason: string },
): Promise<void> {
  await inTransaction(store, async tx => {
    const { latest } = await tx
      .selectFrom('recipes')
      .select(eb => eb.fn.coalesce(eb.fn.max('version'), eb.lit(0)).as('latest'))
      .where('host', '=', host)
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('recipes')
      .values({
        id: newId(),
        host,
        version: latest + 1,
        recipe: JSON.stringify(recipe),
        reason,
        created_at: store.now(),
      })
      // Two runs that learnt the same at once: one version is enough.
      .onConflict(conflict => conflict.columns(['host', 'version']).doNothing())
      .execute()
  })
}
