import { type Memory, z } from '#collector-kit/index.ts'
import { FolderPosition } from './folder-position.ts'
import type { MailboxParams } from './mailbox.ts'

/** What the runs of a mailbox remember. That it is remembered at all says that we once got in. */
const MailMemory = z.object({
  /** Whose mailbox: a reconnected credential may have become another one. */
  account: z.string(),
  /** How far each folder was read, by its path. */
  folders: z.record(z.string(), FolderPosition),
})
export type MailMemory = z.output<typeof MailMemory>

/** What is remembered of this account, if anything. */
export function loadMemory(memory: Pick<Memory, 'load'>, params: MailboxParams): MailMemory | undefined {
  const remembered = memory.load(MailMemory)
  return remembered?.account === accountOf(params) ? remembered : undefined
}

export function saveMemory(memory: Memory, params: MailboxParams, folders: MailMemory['folders']): Promise<void> {
  return memory.save({ account: accountOf(params), folders } satisfies MailMemory)
}

function accountOf({ host, username }: MailboxParams): string {
  return `${username} ${host.toLowerCase()}`
}
