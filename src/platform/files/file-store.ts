/**
 * Documents by owner and SHA-256. The owner (a user's id) is part of the place, so that deleting a user deletes a
 * folder and nobody's file depends on another's.
 */
export interface FileStore {
  /** Returns the SHA-256 in hex; storing the same bytes again is free. The bytes are on disk when it resolves. */
  put(ownerId: string, bytes: Uint8Array): Promise<string>
  /** Undefined when there is no such file. Throws `FileDamaged` when the bytes no longer match their name. */
  get(ownerId: string, sha256: string): Promise<Uint8Array | undefined>
  remove(ownerId: string, sha256: string): Promise<void>
  removeOwner(ownerId: string): Promise<void>
}

/** The bytes on disk are not those that were stored. */
export class FileDamaged extends Error {
  override readonly name = 'FileDamaged'
}
