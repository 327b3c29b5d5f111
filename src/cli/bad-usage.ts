/** What was asked for cannot be done as asked; the message alone is shown, and the exit code is 2. */
export class BadUsage extends Error {
  override readonly name = 'BadUsage'
}
