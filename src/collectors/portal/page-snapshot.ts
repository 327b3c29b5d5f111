/** A page as plain data: what every decision of this collector is made from, and all it is made from. */
export interface PageSnapshot {
  url: string
  title: string
  /** `lang` of the document, may be empty. */
  language: string
  /** Another one for every document: tells a page that came back from one that never left. */
  documentId: number
  /** Every element and text in document order, frames after the page they are in. */
  nodes: PageNode[]
  root: PageNode
}

/** An element, or with the tag `#text` a piece of text. */
export interface PageNode {
  /** Its place in `nodes`; only good for this snapshot. */
  id: number
  tag: string
  /** A text node's text, spaces collapsed; empty for elements. */
  text: string
  /** A person can see it: it has a size, is inside the page, and nothing hides it. */
  isVisible: boolean
  /** The mouse shows a hand over it although it is no link or button. */
  isPointer: boolean
  /** Left, top, width, height in CSS pixels of its own frame; absent for texts. */
  box?: [number, number, number, number]
  /** Only those in `KEPT_ATTRIBUTES`; `href` and `action` resolved, `label` and `icon` made by the reader. */
  attributes: Record<string, string | undefined>
  /** 0 is the page itself. */
  frame: number
  parent: PageNode | null
  children: PageNode[]
}

/** A node as it crosses from the browser: short names, a page has thousands. */
export interface RawNode {
  /** Index of the parent in the frame's own list, -1 for its root. */
  p: number
  t: string
  x?: string
  v: boolean
  c?: boolean
  b?: [number, number, number, number]
  a?: Record<string, string>
}

export interface RawFrame {
  url: string
  title: string
  language: string
  documentId: number
  nodes: RawNode[]
}

/** Joins the frames of a page into one tree: a frame hangs under the page's root as a `#frame`. */
export function growSnapshot(frames: RawFrame[]): PageSnapshot {
  const nodes: PageNode[] = []
  const [top] = frames
  frames.forEach((frame, index) => {
    const offset = nodes.length
    for (const raw of frame.nodes) {
      const parent = raw.p >= 0 ? nodes[offset + raw.p] : nodes[0]
      const node: PageNode = {
        id: nodes.length,
        tag: raw.p < 0 && index > 0 ? '#frame' : raw.t,
        text: raw.x ?? '',
        isVisible: raw.v,
        isPointer: raw.c ?? false,
        attributes: raw.a ?? {},
        frame: index,
        parent: parent ?? null,
        children: [],
        ...(raw.b && { box: raw.b }),
      }
      parent?.children.push(node)
      nodes.push(node)
    }
  })
  const [root] = nodes
  if (!top || !root) throw new Error('A snapshot needs a page')
  return { url: top.url, title: top.title, language: top.language, documentId: top.documentId, nodes, root }
}
