import { createContext, use } from 'react'
import type { ApiClient } from '../shared/api-client.ts'
import type { Formats } from '../shared/formats.ts'
import type { Translate } from '../shared/translate.ts'
import type { HostWindow } from './host-window.ts'
import type { MessageKey } from './messages/en.ts'

/** What every screen needs and none changes. */
export interface Page {
  api: ApiClient
  t: Translate<MessageKey>
  formats: Formats
  locale: string
  /** Fit for a sentence: "your application" when the customer gave no name. */
  customerName: string
  isCustomerNamed: boolean
  logoUrl: string | null
  host: HostWindow
}

export const PageContext = createContext<Page | null>(null)

export function usePage(): Page {
  const page = use(PageContext)
  if (!page) throw new Error('No page around this component')
  return page
}
