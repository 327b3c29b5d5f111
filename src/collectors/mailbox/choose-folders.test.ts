import { expect, test } from 'vitest'
import { chooseFolders, isOwnMail, type ListedFolder } from './choose-folders.ts'

const folder = (
  path: string,
  { specialUse, flags = [] as string[], delimiter = '/' } = {} as Partial<{
    specialUse: string
    flags: string[]
    delimiter: string
  }>,
): ListedFolder => ({
  path,
  delimiter,
  flags: new Set(flags),
  ...(specialUse && { specialUse }),
})

const paths = (folders: ListedFolder[]) => folders.map(({ path }) => path)

test('leaves out by special use, by the usual names of seven languages, and what lies below', () => {
  const left = [
    folder('Papierkorb/2025'),
    folder('Papierkorb'),
    folder('Éléments supprimés'),
    folder('E\u0301le\u0301ments envoye\u0301s'),
    folder('Whatever', { specialUse: '\\Junk' }),
    folder('Junk E-mail'),
    folder('Gesendete Objekte'),
    folder('Sent'),
    folder('INBOX.Drafts', { delimiter: '.' }),
    folder('Posta inviata'),
    folder('Starred', { specialUse: '\\Flagged' }),
    folder('All', { flags: ['\\All'] }),
    folder('Shared', { flags: ['\\Noselect'] }),
  ]
  const read = [
    folder('INBOX'),
    folder('Sent invoices'),
    folder('Archive', { specialUse: '\\Archive' }),
    folder('Trash cans GmbH'),
  ]
  expect(paths(chooseFolders([...left, ...read]))).toEqual(paths(read))
})

test('takes exactly those that are named, with * for anything, whatever the server writes between levels', () => {
  const all = [
    folder('INBOX', { delimiter: '.' }),
    folder('INBOX.Rechnungen.2026', { delimiter: '.' }),
    folder('Sent', { delimiter: '.' }),
  ]
  expect(paths(chooseFolders(all, 'inbox/rechnungen/*'))).toEqual(['INBOX.Rechnungen.2026'])
  expect(paths(chooseFolders(all, ' sent , INBOX '))).toEqual(['INBOX', 'Sent'])
  expect(paths(chooseFolders(all, 'IN.OX'))).toEqual([])
  expect(paths(chooseFolders(all, '!inbox/*'))).toEqual(['INBOX'])
  expect(paths(chooseFolders(all, ' , '))).toEqual(['INBOX', 'INBOX.Rechnungen.2026'])
})

test('Gmail: “All Mail” alone, when it is shown, without what the user wrote', () => {
  const gmail = [
    folder('INBOX'),
    folder('Bills'),
    folder('[Gmail]', { flags: ['\\Noselect'] }),
    folder('[Gmail]/All Mail', { specialUse: '\\All' }),
    folder('[Gmail]/Sent Mail', { specialUse: '\\Sent' }),
  ]
  expect(paths(chooseFolders(gmail, undefined, true))).toEqual(['[Gmail]/All Mail'])
  expect(paths(chooseFolders(gmail.toSpliced(3, 1), undefined, true))).toEqual(['INBOX', 'Bills'])
  expect(isOwnMail(new Set(['\\Sent']))).toBe(true)
  expect(isOwnMail(new Set(['\\Inbox', '\\Important', 'Bills']))).toBe(false)
  expect(isOwnMail(undefined)).toBe(false)
})
