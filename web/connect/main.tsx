import { createRoot } from 'react-dom/client'
import { createApiClient } from '../shared/api-client.ts'
import { createFormats } from '../shared/formats.ts'
import { readPageData } from '../shared/page-data.ts'
import { applyTheme } from '../shared/theme.ts'
import { createTranslate } from '../shared/translate.ts'
import { App } from './app.tsx'
import { createHostWindow } from './host-window.ts'
import { loadMessages } from './messages/load-messages.ts'
import { PageContext } from './page-context.ts'
import { takeToken } from './take-token.ts'

const token = takeToken(location, history)
const data = readPageData(elementById('page-data').textContent || '{}')
applyTheme(data.customer.theme, document.documentElement)

const { locale, messages } = await loadMessages(data.locale)
document.documentElement.lang = locale

const t = createTranslate(locale, messages)
const page = {
  api: createApiClient({ base: data.api, token, locale }),
  t,
  formats: createFormats(locale),
  locale,
  /** `default` is the name a customer has before anybody gave it one. */
  customerName: ['', 'default'].includes(data.customer.name) ? t('customer.unnamed') : data.customer.name,
  isCustomerNamed: !['', 'default'].includes(data.customer.name),
  logoUrl: data.customer.theme.logo_url ?? null,
  host: createHostWindow(window, data.customer.allowedOrigins),
}

createRoot(elementById('app')).render(
  <PageContext value={page}>
    <App firstCredentialId={data.credentialId} />
  </PageContext>,
)

function elementById(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (!element) throw new Error(`The page has no #${id}`)
  return element
}
