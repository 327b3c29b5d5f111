import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** The person at the keyboard, or whatever is piped in instead. */
export interface Terminal {
  /** Somebody can be asked, and sees the question. */
  isInteractive: boolean
  /** One line; undefined when there is no more input, or nobody answered before the signal. */
  ask(prompt: string, options: { isSecret: boolean; signal?: AbortSignal }): Promise<string | undefined>
}

interface Streams {
  input: NodeJS.ReadStream
  output: NodeJS.WriteStream
  /** Ctrl-C while a question stands: the terminal then sends no signal. */
  onInterrupt(): void
}

/** Questions go to standard error, so that standard output stays for results. */
export function createTerminal({ input, output, onInterrupt }: Streams): Terminal {
  const isInteractive = input.isTTY === true && output.isTTY === true
  /** Lines that came before anybody asked: piped answers arrive all at once. */
  const early: string[] = []
  return {
    isInteractive,
    async ask(prompt, { isSecret, signal }) {
      output.write(isInteractive ? prompt : `${prompt.trimEnd()}\n`)
      const ready = early.shift()
      if (ready !== undefined) return ready
      if (signal?.aborted) return undefined
      const line = Promise.withResolvers<string | undefined>()
      const reader = createInterface({
        input,
        output: isSecret ? muted() : output,
        terminal: isInteractive,
        historySize: 0,
        prompt: '',
      })
      const onAbort = () => line.resolve(undefined)
      signal?.addEventListener('abort', onAbort, { once: true })
      let isAnswered = false
      reader.on('line', text => {
        if (isAnswered) early.push(text)
        isAnswered = true
        line.resolve(text)
      })
      reader.on('close', () => line.resolve(undefined))
      reader.on('SIGINT', onInterrupt)
      try {
        return await line.promise
      } finally {
        signal?.removeEventListener('abort', onAbort)
        reader.close()
        if (isSecret && isInteractive) output.write('\n')
      }
    },
  }
}

/** Takes the echo of what is typed. */
function muted(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}
