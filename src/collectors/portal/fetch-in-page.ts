import type { Page } from 'playwright-core'
import { filenameIn, MAX_DOCUMENT_BYTES } from './capture-document.ts'

export interface PageAnswer {
  status: number
  bytes: Uint8Array
  filename?: string | undefined
  /** Where redirects led. */
  url: string
}

const TIMEOUT_MS = 45_000

/**
 * GETs an address from inside the page: with its cookies, through the browser's own network and guard, without
 * leaving the list. Null where the page may not (another site, a policy): then it has to be opened in a tab.
 */
export async function fetchInPage(page: Page, url: string): Promise<PageAnswer | 'too_large' | null> {
  const isBlob = /^(blob|data):/.test(url)
  if (!isBlob && URL.parse(url)?.origin !== URL.parse(page.url())?.origin) return null
  const answer = await page
    .evaluate(
      async ({ url, maxBytes, timeoutMs }) => {
        const response = await fetch(url, { credentials: 'same-origin', signal: AbortSignal.timeout(timeoutMs) })
        if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
          await response.body?.cancel()
          return 'too_large' as const
        }
        const chunks: Uint8Array[] = []
        let size = 0
        for (const reader = response.body?.getReader(); reader; ) {
          const { done, value } = await reader.read()
          if (done) break
          size += value.length
          if (size > maxBytes) {
            await reader.cancel()
            return 'too_large' as const
          }
          chunks.push(value)
        }
        const base64 = await new Promise<string>((resolve, reject) => {
          const reader = new FileReader()
          reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
          reader.onerror = () => reject(reader.error)
          reader.readAsDataURL(new Blob(chunks as BlobPart[]))
        })
        const disposition = response.headers.get('content-disposition') ?? ''
        return { status: response.status, url: response.url, base64: size ? base64 : '', disposition }
      },
      { url, maxBytes: MAX_DOCUMENT_BYTES, timeoutMs: TIMEOUT_MS },
    )
    .catch(() => null)
  if (answer === null || answer === 'too_large') return answer
  const { status, base64, disposition } = answer
  return {
    status,
    url: answer.url,
    bytes: new Uint8Array(Buffer.from(base64, 'base64')),
    filename: filenameIn(disposition),
  }
}
