/** Trouble of our own while a run was on: the queue repeats the run, nobody is told. */
export class EngineTrouble extends Error {
  override readonly name = 'EngineTrouble'
}
