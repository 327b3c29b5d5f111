import { htmlText } from './html-text.ts'
import type { MailText } from './mail-file.ts'

/** What a reader sees of a message. */
export async function visibleText(texts: MailText[]): Promise<string> {
  const seen = texts.map(async ({ isHtml, content }) => (isHtml ? (await htmlText(content)).text : content))
  return (await Promise.all(seen)).join('\n')
}
