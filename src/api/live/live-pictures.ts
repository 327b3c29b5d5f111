import { readLivePicture } from '#records/live-pages.ts'
import type { Store } from '#records/store.ts'

/** Somebody a page is shown to. */
export interface PictureViewer {
  send(message: object): void
  /** Bytes that still wait to be sent to them. */
  backlog(): number
  isGone: boolean
  /** The last picture they got. */
  picture?: { pageId: string; sequence: number } | undefined
}

/** A slow line gets fewer pictures, never older ones. */
const MOST_BACKLOG_BYTES = 200_000
const TRY_AGAIN_MS = 200

/** Sends pages' newest pictures; what comes while one is being read is read once. */
export class LivePictures {
  readonly #store: Store
  readonly #reading = new Map<string, { again: boolean }>()

  constructor(store: Store) {
    this.#store = store
  }

  async show(pageId: string, viewers: ReadonlySet<PictureViewer>): Promise<void> {
    const reading = this.#reading.get(pageId)
    if (reading) {
      reading.again = true
      return
    }
    const turn = { again: true }
    this.#reading.set(pageId, turn)
    try {
      while (turn.again) {
        turn.again = false
        await this.#showNewest(pageId, viewers)
      }
    } finally {
      this.#reading.delete(pageId)
    }
  }

  async #showNewest(pageId: string, viewers: ReadonlySet<PictureViewer>): Promise<void> {
    const picture = await readLivePicture(this.#store, pageId)
    if (!picture) return
    const { base64, width, height, sequence } = picture
    for (const viewer of viewers) {
      const isShown = viewer.picture?.pageId === pageId && viewer.picture.sequence >= sequence
      if (isShown || viewer.isGone) continue
      if (viewer.backlog() > MOST_BACKLOG_BYTES) {
        setTimeout(() => void this.show(pageId, new Set([viewer])).catch(() => {}), TRY_AGAIN_MS).unref()
        continue
      }
      viewer.picture = { pageId, sequence }
      viewer.send({ type: 'screenshot', screenshot: base64, width, height })
    }
  }
}
