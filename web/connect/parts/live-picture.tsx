import { type PointerEvent, useEffect, useRef } from 'react'
import type { LivePicture } from '../../shared/api-types.ts'

interface LivePictureProps {
  picture: LivePicture | null
  label: string
  /** Shown until there is a picture. */
  waiting: string
  onInput(input: object): void
  /** It was clicked or tapped. */
  onTouched(isFinger: boolean): void
  /** The room there is, in CSS pixels. */
  onRoom(room: { width: number; height: number }): void
}

/** A finger is never quite still. */
const STILL_PIXELS = 8
const SEND_EVERY_MS = 40

interface Gesture {
  x: number
  y: number
  kind: 'tap' | 'scroll' | 'drag'
  lastY: number
  sentAtMs: number
}

/** The page as a picture: clicks, wheel and fingers on it are done to the page itself. */
export function LivePictureView({ picture, label, waiting, onInput, onTouched, onRoom }: LivePictureProps) {
  const frame = useRef<HTMLDivElement>(null)
  const gesture = useRef<Gesture>(null)
  useRoom(frame, onRoom)
  useWheel(frame, onInput)

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || !event.isPrimary) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const { clientX: x, clientY: y } = event
    gesture.current = { x, y, kind: 'tap', lastY: y, sentAtMs: 0 }
  }
  const onPointerMove = (event: PointerEvent) => {
    const current = gesture.current
    if (!current || !event.isPrimary) return
    const [dx, dy] = [Math.abs(event.clientX - current.x), Math.abs(event.clientY - current.y)]
    if (current.kind === 'tap') {
      if (Math.max(dx, dy) < STILL_PIXELS) return
      // A finger that goes up or down wants to see more; a mouse, or a finger that goes sideways, pulls something.
      current.kind = event.pointerType === 'mouse' || dx > dy ? 'drag' : 'scroll'
      if (current.kind === 'drag') onInput({ type: 'pointer', action: 'down', ...placeIn(frame.current, current) })
    }
    if (event.timeStamp - current.sentAtMs < SEND_EVERY_MS) return
    current.sentAtMs = event.timeStamp
    const place = placeIn(frame.current, { x: event.clientX, y: event.clientY })
    if (current.kind === 'drag') onInput({ type: 'pointer', action: 'move', ...place })
    else onInput({ type: 'scroll', dy: current.lastY - event.clientY, ...place })
    current.lastY = event.clientY
  }
  const onPointerUp = (event: PointerEvent) => {
    const current = gesture.current
    gesture.current = null
    if (!current) return
    const place = placeIn(frame.current, { x: event.clientX, y: event.clientY })
    if (current.kind === 'drag') onInput({ type: 'pointer', action: 'up', ...place })
    if (current.kind !== 'tap') return
    onInput({ type: 'click', ...place })
    onTouched(event.pointerType !== 'mouse')
  }
  return (
    <div
      ref={frame}
      className="live-picture"
      style={picture ? { aspectRatio: `${picture.width} / ${picture.height}` } : undefined}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        gesture.current = null
      }}
    >
      {picture ? (
        <img src={`data:image/jpeg;base64,${picture.screenshot}`} alt={label} draggable={false} />
      ) : (
        <p className="quiet">{waiting}</p>
      )}
    </div>
  )
}

function placeIn(frame: HTMLElement | null, { x, y }: { x: number; y: number }): { x: number; y: number } {
  const box = frame?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1)
  const percent = (value: number) => Math.min(100, Math.max(0, value * 100))
  return { x: percent((x - box.left) / box.width), y: percent((y - box.top) / box.height) }
}

/** Header, instructions, address, typing line and buttons around the picture. */
const TAKEN_PIXELS = 480
const LOWEST_PIXELS = 360
const HIGHEST_PIXELS = 900

function useRoom(frame: { current: HTMLElement | null }, onRoom: LivePictureProps['onRoom']): void {
  const latest = useRef(onRoom)
  latest.current = onRoom
  useEffect(() => {
    const element = frame.current
    if (!element) return
    let told = ''
    const observer = new ResizeObserver(() => {
      const height = Math.min(HIGHEST_PIXELS, Math.max(LOWEST_PIXELS, window.innerHeight - TAKEN_PIXELS))
      const room = { width: Math.round(element.clientWidth), height: Math.round(height) }
      if (told === JSON.stringify(room)) return
      told = JSON.stringify(room)
      latest.current(room)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame])
}

/** By hand: React's own wheel listeners cannot keep the page around from scrolling too. */
function useWheel(frame: { current: HTMLElement | null }, onInput: LivePictureProps['onInput']): void {
  const latest = useRef(onInput)
  latest.current = onInput
  useEffect(() => {
    const element = frame.current
    if (!element) return
    let sum = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const onWheel = (event: WheelEvent) => {
      // With Ctrl, or two fingers apart, the person enlarges our page.
      if (event.ctrlKey) return
      event.preventDefault()
      sum += event.deltaY
      const place = placeIn(element, { x: event.clientX, y: event.clientY })
      timer ??= setTimeout(() => {
        latest.current({ type: 'scroll', dy: sum, ...place })
        sum = 0
        timer = undefined
      }, SEND_EVERY_MS)
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      element.removeEventListener('wheel', onWheel)
      clearTimeout(timer)
    }
  }, [frame])
}
