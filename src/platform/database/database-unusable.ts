/**
 * The database cannot be used, and an operator can do something about it. The message is one sentence that says what
 * to do: show it alone, without a stack. What only we can repair is never thrown as this.
 */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable'
}
