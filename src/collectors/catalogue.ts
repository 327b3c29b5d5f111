import type { Collector } from '#collector-kit/index.ts'
import mailbox from './mailbox/mailbox.ts'
import portal from './portal/portal.ts'
import createSandbox from './sandbox/sandbox.ts'
import createSandboxApi from './sandbox-api/sandbox-api.ts'

interface CatalogueOptions {
  /** Where our own server can be reached by this process (`http://127.0.0.1:8080`); undefined: no sandbox. */
  sandboxOrigin: string | undefined
}

/** Every collector of this server. A new folder is added here; a test compares the two. */
export function createCatalogue({ sandboxOrigin }: CatalogueOptions): Collector[] {
  const sandbox = sandboxOrigin === undefined ? undefined : { origin: sandboxOrigin }
  return [portal, mailbox, ...(sandbox ? [createSandbox(sandbox), createSandboxApi(sandbox)] : [])]
}
