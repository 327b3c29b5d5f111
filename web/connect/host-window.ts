/** What the page around us is told; see API.md. */
export type HostMessage =
  | 'ic-close'
  | 'ic-panel-search'
  | 'ic-panel-form'
  | 'ic-panel-progress'
  | 'ic-panel-interactive'
  | 'ic-panel-feedback'
  | 'ic-panel-list'

export interface HostWindow {
  /** False when the page has a window of its own: then there is nothing to close. */
  isFramed: boolean
  tell(message: HostMessage): void
}

/** Speaks to the customer's allowed origins and to nobody else; the browser drops what is meant for another one. */
export function createHostWindow(own: Window, allowedOrigins: string[]): HostWindow {
  const isFramed = own.parent !== own
  const targets = narrowTo(parentOrigin(own), allowedOrigins)
  return {
    isFramed,
    tell(message) {
      if (!isFramed) return
      for (const origin of targets) own.parent.postMessage(message, origin)
    },
  }
}

/** With the parent known, one message instead of a console warning for each of the other origins. */
function narrowTo(parent: string | undefined, allowedOrigins: string[]): string[] {
  return parent === undefined ? allowedOrigins : allowedOrigins.filter(origin => origin === parent)
}

/** Firefox has no `ancestorOrigins`; there we cannot know. */
function parentOrigin(own: Window): string | undefined {
  return own.location.ancestorOrigins?.[0]
}
