import { codeByMailNl } from './zoo/code-by-mail-nl.ts'
import { contractTabsDe } from './zoo/contract-tabs-de.ts'
import { contractsFr } from './zoo/contracts-fr.ts'
import { crossHostUs } from './zoo/cross-host-us.ts'
import { dialogDlIt } from './zoo/dialog-dl-it.ts'
import { erpPortalEn } from './zoo/erp-portal-en.ts'
import { frameLoginEs } from './zoo/frame-login-es.ts'
import { gridAppEs } from './zoo/grid-app-es.ts'
import { hostingRowsUs } from './zoo/hosting-rows-us.ts'
import { infiniteScrollFr } from './zoo/infinite-scroll-fr.ts'
import { loadMoreDe } from './zoo/load-more-de.ts'
import { mixedDocumentsFr } from './zoo/mixed-documents-fr.ts'
import { nothingYetEs } from './zoo/nothing-yet-es.ts'
import { offersTrapNl } from './zoo/offers-trap-nl.ts'
import { oneBrokenFr } from './zoo/one-broken-fr.ts'
import { orderDetailsFr } from './zoo/order-details-fr.ts'
import { ordersShopEn } from './zoo/orders-shop-en.ts'
import { pagedUs } from './zoo/paged-us.ts'
import { plainTableFr } from './zoo/plain-table-fr.ts'
import { postbackEn } from './zoo/postback-en.ts'
import { printOnlyEn } from './zoo/print-only-en.ts'
import { responsiveTwicePt } from './zoo/responsive-twice-pt.ts'
import { shadowDomEn } from './zoo/shadow-dom-en.ts'
import { shopAccountDe } from './zoo/shop-account-de.ts'
import { singleInvoiceIt } from './zoo/single-invoice-it.ts'
import { spaCardsEn } from './zoo/spa-cards-en.ts'
import { totpPt } from './zoo/totp-pt.ts'
import { twoStepDe } from './zoo/two-step-de.ts'
import { unnamedOctetsDe } from './zoo/unnamed-octets-de.ts'
import { viewerFrameEn } from './zoo/viewer-frame-en.ts'
import { virtualJsonDe } from './zoo/virtual-json-de.ts'
import { yearSelectEs } from './zoo/year-select-es.ts'
import { yearTabsIt } from './zoo/year-tabs-it.ts'
import type { ZooPortal } from './zoo-portal.ts'

/** Every portal of the zoo. */
export const zoo: ZooPortal[] = [
  codeByMailNl,
  contractTabsDe,
  contractsFr,
  crossHostUs,
  dialogDlIt,
  erpPortalEn,
  frameLoginEs,
  gridAppEs,
  hostingRowsUs,
  infiniteScrollFr,
  loadMoreDe,
  mixedDocumentsFr,
  nothingYetEs,
  offersTrapNl,
  oneBrokenFr,
  orderDetailsFr,
  ordersShopEn,
  pagedUs,
  plainTableFr,
  postbackEn,
  printOnlyEn,
  responsiveTwicePt,
  shadowDomEn,
  shopAccountDe,
  singleInvoiceIt,
  spaCardsEn,
  totpPt,
  twoStepDe,
  unnamedOctetsDe,
  viewerFrameEn,
  virtualJsonDe,
  yearSelectEs,
  yearTabsIt,
]
