import type { Collector } from '#collector-kit/contract.ts'
import { PortalParams } from './portal-params.ts'
import { PortalRun } from './portal-run.ts'

/** Any supplier's portal: finds the login, the invoices and the documents by itself. See docs/portal.md. */
const portal: Collector = {
  id: 'portal',
  name: 'Any portal',
  homepage: 'https://www.rfc-editor.org/info/rfc9110',
  description: {
    en: 'Any supplier with a web site you log in to: we find your invoices there.',
    fr: 'Tout fournisseur dont le site a un espace client : nous y trouvons vos factures.',
  },
  params: PortalParams,
  kind: 'portal',
  collect: run => new PortalRun(run, PortalParams.parse(run.params)).collect(),
}

export default portal
