import { migrate } from '#platform/database/migrate.ts'
import { openDatabase } from '#platform/database/open-database.ts'
import { startQueue } from '#platform/queue/queue.ts'
import type { Template } from './test-database.ts'

/** A database as a server leaves it at its first start, with the queue's tables: a copy of it is ready at once. */
export const SERVER_TEMPLATE: Template = {
  template: 'server',
  async prepare(url) {
    const database = await openDatabase(url, 4)
    await migrate(database.db)
    const queue = await startQueue(url, { warn: () => {}, error: () => {} })
    await queue.stop(0)
    await database.close()
  },
}
