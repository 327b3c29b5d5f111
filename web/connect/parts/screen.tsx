import { type ReactNode, useEffect, useRef } from 'react'
import type { CollectorSummary } from '../../shared/api-types.ts'
import { usePage } from '../page-context.ts'
import { CollectorMark } from './collector-mark.tsx'
import { Icon, type IconName } from './icon.tsx'

interface ScreenProps {
  title: string
  /** Above the title: whose turn it is. */
  eyebrow?: string
  supplier?: CollectorSummary
  badge?: { icon: IconName; tone: 'good' | 'bad' | 'wait' | 'quiet' }
  onBack?: (() => void) | undefined
  /** The screen has a field of its own that takes the focus. */
  hasOwnFocus?: boolean
  /** Stays at the bottom, in reach of a thumb. */
  actions?: ReactNode
  children?: ReactNode
}

/** The one frame all screens share. The focus moves to its title, so that a screen reader says where one is. */
export function Screen({
  title,
  eyebrow,
  supplier,
  badge,
  onBack,
  hasOwnFocus = false,
  actions,
  children,
}: ScreenProps) {
  const { customerName } = usePage()
  const heading = useRef<HTMLHeadingElement>(null)

  useEffect(() => {
    document.title = `${title} · ${customerName}`
  }, [title, customerName])
  useEffect(() => {
    window.scrollTo(0, 0)
  }, [])
  useEffect(() => {
    if (!hasOwnFocus) heading.current?.focus({ preventScroll: true })
  }, [hasOwnFocus])

  return (
    <div className="frame">
      <ScreenHead onBack={onBack} />
      <main className="frame-main">
        <div className="frame-body">
          {(supplier || badge) && (
            <div className="hero">
              {supplier && <CollectorMark collector={supplier} />}
              {badge && (
                <span className={`badge badge-${badge.tone}`}>
                  <Icon name={badge.icon} />
                </span>
              )}
            </div>
          )}
          {eyebrow && <p className="eyebrow">{eyebrow}</p>}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {children}
        </div>
        {actions && <div className="frame-foot">{actions}</div>}
      </main>
    </div>
  )
}

function ScreenHead({ onBack }: { onBack: (() => void) | undefined }) {
  const { t, host } = usePage()
  return (
    <header className="frame-head">
      <div className="head-side">
        {onBack && (
          <button type="button" className="icon-button" onClick={onBack} aria-label={t('head.back')}>
            <Icon name="back" />
          </button>
        )}
      </div>
      <CustomerBrand />
      <div className="head-side head-end">
        {host.isFramed && (
          <button
            type="button"
            className="icon-button"
            onClick={() => host.tell('ic-close')}
            aria-label={t('head.close')}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
    </header>
  )
}

function CustomerBrand() {
  const { customerName, isCustomerNamed, logoUrl } = usePage()
  if (logoUrl) return <img className="brand-logo" src={logoUrl} alt={isCustomerNamed ? customerName : ''} />
  return isCustomerNamed ? <span className="brand">{customerName}</span> : null
}
