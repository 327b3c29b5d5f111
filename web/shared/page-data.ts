import { readTheme, type Theme } from './theme.ts'

/** What the server writes into the page. */
export interface PageData {
  locale: string
  customer: { name: string; theme: Theme; allowedOrigins: string[] }
  /** Path of the API. */
  api: string
  /** Open this credential first. */
  credentialId: string | null
}

/** Reads the data block `#page-data`; what is missing gets its default. */
export function readPageData(json: string): PageData {
  const data = JSON.parse(json) as Record<string, unknown>
  const customer = (data.customer ?? {}) as Record<string, unknown>
  return {
    locale: typeof data.locale === 'string' ? data.locale : 'en',
    customer: {
      name: typeof customer.name === 'string' ? customer.name : '',
      theme: readTheme(customer.theme),
      allowedOrigins: Array.isArray(customer.allowed_origins) ? customer.allowed_origins.filter(isText) : [],
    },
    api: typeof data.api === 'string' ? data.api.replace(/\/+$/, '') : '/api/v1',
    credentialId: typeof data.credential_id === 'string' ? data.credential_id : null,
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
