import type { IsoDate } from './iso-date.ts'

/** The only thing the sandbox supplier remembers: the further invoices it was told to issue. */
export interface SandboxStore {
  /** Days on which further invoices were issued to this user name, oldest first. */
  listIssued(username: string): Promise<IsoDate[]>
  /** Issues one more, dated `issuedOn`; answers how many further ones there are now. */
  issueOne(username: string, issuedOn: IsoDate): Promise<number>
}
