import type { ApiContext, FoundInvoice, ParamsSchema } from '#collector-kit/index.ts'
import type { MailboxParams } from './mailbox.ts'

export type MailContext = Omit<ApiContext<ParamsSchema>, 'params'> & { params: MailboxParams }

export async function* collectMail(_run: MailContext, _trustedCa?: string): AsyncGenerator<FoundInvoice> {}
