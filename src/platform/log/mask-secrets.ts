const MASK = '***'

/** Our own tokens by their form, and whatever travels under a name that says it is secret. */
const PATTERNS: [RegExp, string][] = [
  [/\b[0-9a-f]{128}\b/gi, MASK],
  [/\bicb_[0-9a-f]+/g, `icb_${MASK}`],
  [/whsec_[A-Za-z0-9+/=]+/g, `whsec_${MASK}`],
  [/(Bearer )[A-Za-z0-9._~+/=-]+/gi, `$1${MASK}`],
  [/([?&](?:token|signature)=)[^&"\s\\]+/gi, `$1${MASK}`],
  [/(\/ws\/)[A-Za-z0-9._-]+/g, `$1${MASK}`],
  [
    /("(?:password|passwd|secret|token|apiKey|authorization|cookie|totp_secret|twofa)":")(?:[^"\\]|\\.)*"/gi,
    `$1${MASK}"`,
  ],
  [/(:\/\/[^/\s:@"]+:)[^@/\s"]+@/g, `$1${MASK}@`],
]

/** Masks secrets in a finished log line. */
export function maskSecrets(line: string): string {
  return PATTERNS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line)
}
