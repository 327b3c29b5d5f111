/** Everything the author of a collector needs; the one `index.ts` of the project. */
export { z } from 'zod'
export * from './api-collector.ts'
export * from './contract.ts'
export * from './errors.ts'
export * from './params.ts'
export * from './portal-collector.ts'
