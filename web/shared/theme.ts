import { contrast, isDark, mix, parseHex, type Rgb, textOn, toHex, withContrast } from './contrast.ts'

/** A customer's look. Everything is optional; what cannot be used is ignored. */
export interface Theme {
  /** Buttons, links, focus: `#rrggbb`. */
  primary?: string
  /** Background and text, for the scheme (light or dark) they belong to; the other scheme keeps ours. */
  surface?: string
  text?: string
  /** Corners, in pixels, 0 to 32. */
  radius?: number
  /** Families the reader's machine may have; never loaded from anywhere. */
  font?: string
  /** A `data:` image, or one on our own origin: the page asks nobody else for anything. */
  logo_url?: string
  /** `auto` follows the reader's own setting. */
  mode: 'auto' | 'light' | 'dark'
}

type Scheme = 'light' | 'dark'

const MAX_RADIUS_PX = 32
const AA_TEXT = 4.5
const AA_SHAPES = 3

/** Our own colours, the same as in `base.css`. */
const DEFAULTS: Record<Scheme, { primary: Rgb; surface: Rgb; text: Rgb }> = {
  light: { primary: [36, 84, 216], surface: [255, 255, 255], text: [22, 25, 32] },
  dark: { primary: [122, 162, 255], surface: [23, 25, 31], text: [236, 238, 243] },
}

/** Keeps the settings that can be used. */
export function readTheme(value: unknown): Theme {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const color = (name: string) => {
    const text = given[name]
    return typeof text === 'string' && parseHex(text) ? { [name]: text.trim() } : {}
  }
  const { radius, font, logo_url, mode } = given
  return {
    ...color('primary'),
    ...color('surface'),
    ...color('text'),
    ...(isRadius(radius) && { radius: Number.parseFloat(`${radius}`) }),
    ...(isFontList(font) && { font }),
    ...(typeof logo_url === 'string' && logo_url !== '' && { logo_url }),
    mode: mode === 'light' || mode === 'dark' ? mode : 'auto',
  }
}

/** Sets the theme's variables through the CSS object model, which a strict CSP allows. */
export function applyTheme(theme: Theme, root: HTMLElement): void {
  root.dataset.mode = theme.mode
  for (const [name, value] of Object.entries(themeVariables(theme))) root.style.setProperty(name, value)
}

/** The custom properties of `base.css` this theme replaces; every pair of them passes AA. */
export function themeVariables(theme: Theme): Record<string, string> {
  return {
    ...schemeVariables(theme, 'light'),
    ...schemeVariables(theme, 'dark'),
    ...(theme.radius !== undefined && { '--radius': `${theme.radius}px` }),
    ...(theme.font !== undefined && { '--font': `${theme.font}, system-ui, sans-serif` }),
  }
}

function schemeVariables(theme: Theme, scheme: Scheme): Record<string, string> {
  const ownSurface = theme.surface === undefined ? undefined : parseHex(theme.surface)
  const isOwn = ownSurface !== undefined && isDark(ownSurface) === (scheme === 'dark')
  if (!isOwn && theme.primary === undefined && theme.text === undefined) return {}

  const surface = isOwn ? ownSurface : DEFAULTS[scheme].surface
  const text = textFor(theme, surface, scheme)
  const wanted = (theme.primary === undefined ? undefined : parseHex(theme.primary)) ?? DEFAULTS[scheme].primary
  const subtle = mix(surface, text, 0.05)
  return prefixed(scheme, {
    surface,
    subtle,
    text,
    muted: withContrast(mix(surface, text, 0.66), subtle, AA_TEXT),
    border: mix(surface, text, 0.14),
    edge: withContrast(mix(surface, text, 0.42), surface, AA_SHAPES),
    primary: wanted,
    'primary-edge': withContrast(wanted, surface, AA_SHAPES),
    'on-primary': textOn(wanted),
    accent: withContrast(wanted, subtle, AA_TEXT),
  })
}

/** The customer's text where it belongs to this scheme; ours otherwise. */
function textFor(theme: Theme, surface: Rgb, scheme: Scheme): Rgb {
  const own = theme.text === undefined ? undefined : parseHex(theme.text)
  const isReadable = own !== undefined && contrast(own, surface) >= AA_SHAPES
  return withContrast(isReadable ? own : DEFAULTS[scheme].text, surface, 7)
}

function prefixed(scheme: Scheme, colors: Record<string, Rgb>): Record<string, string> {
  return Object.fromEntries(Object.entries(colors).map(([name, color]) => [`--${scheme}-${name}`, toHex(color)]))
}

function isRadius(value: unknown): boolean {
  const pixels =
    typeof value === 'number' ? value : Number(/^(\d+(?:\.\d+)?)(?:px)?$/.exec(`${value}`)?.[1] ?? Number.NaN)
  return pixels >= 0 && pixels <= MAX_RADIUS_PX
}

/** Names and commas only: a font must not be able to say anything else in CSS. */
function isFontList(value: unknown): value is string {
  return typeof value === 'string' && /^[\p{L}\d ,'"_-]{1,200}$/u.test(value)
}
