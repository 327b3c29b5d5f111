import type { Collector } from './contract.ts'

/** All collectors of this server by id. */
export class Catalogue {
  readonly #collectors: Map<string, Collector>

  constructor(collectors: Collector[]) {
    this.#collectors = new Map(collectors.map(collector => [collector.id, collector]))
  }

  find(id: string): Collector | undefined {
    return this.#collectors.get(id)
  }

  list(): Collector[] {
    return [...this.#collectors.values()]
  }
}
