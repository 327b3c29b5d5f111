import { codeByMailNl } from './zoo/code-by-mail-nl.ts'
import { contractsFr } from './zoo/contracts-fr.ts'
import { dialogDlIt } from './zoo/dialog-dl-it.ts'
import { frameLoginEs } from './zoo/frame-login-es.ts'
import { infiniteScrollFr } from './zoo/infinite-scroll-fr.ts'
import { loadMoreDe } from './zoo/load-more-de.ts'
import { pagedUs } from './zoo/paged-us.ts'
import { plainTableFr } from './zoo/plain-table-fr.ts'
import { printOnlyEn } from './zoo/print-only-en.ts'
import { spaCardsEn } from './zoo/spa-cards-en.ts'
import { totpPt } from './zoo/totp-pt.ts'
import { twoStepDe } from './zoo/two-step-de.ts'
import { yearSelectEs } from './zoo/year-select-es.ts'
import { yearTabsIt } from './zoo/year-tabs-it.ts'
import type { ZooPortal } from './zoo-portal.ts'

/** Every portal of the zoo. */
export const zoo: ZooPortal[] = [
  codeByMailNl,
  contractsFr,
  dialogDlIt,
  frameLoginEs,
  infiniteScrollFr,
  loadMoreDe,
  pagedUs,
  plainTableFr,
  printOnlyEn,
  spaCardsEn,
  totpPt,
  twoStepDe,
  yearSelectEs,
  yearTabsIt,
]
