import type { FileStore } from '#platform/files/file-store.ts'

/** After a user's rows are gone: their documents and pictures too. Safe to repeat. */
export async function removeFilesOfUser(files: FileStore, userId: string): Promise<void> {
  await files.removeOwner(userId)
}
