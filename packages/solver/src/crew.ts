import { Worker } from 'node:worker_threads'
import type { Model } from './model.ts'
import type { Message, News, Outcome, Task } from './tasks.ts'

/** Threads that share one model. */
export interface Crew {
  readonly size: number
  /** Gives a thread a task and waits for its outcome; a thread does one task at a time. */
  ask<Kind extends Task['kind']>(thread: number, task: Extract<Task, { kind: Kind }>): Promise<Extract<Outcome, { kind: Kind }>>
  /** Ends all threads at once, whatever they do. */
  end(): Promise<void>
}

/** A thread died or could not do its task. */
export class ThreadFailed extends Error {
  override readonly name = 'ThreadFailed'
}

/** Heap of a thread, in MB: a model lies outside it, in shared memory. */
const HEAP_MAX_MB = 1024

/** @param hear Called with what the threads say on the way. */
export function startCrew(model: Model, size: number, hear: (news: News) => void): Crew {
  const threads = Array.from(
    { length: size },
    () =>
      new Worker(new URL('worker.ts', import.meta.url), { workerData: { model }, resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX_MB } }),
  )
  let isEnding = false
  // Until a task listens, too, an error of a thread must not end the process.
  for (const thread of threads) thread.on('error', () => {})
  return {
    size,
    ask: (number, task) =>
      new Promise((resolve, reject) => {
        const thread = threads[number]!
        const settle = (): void => {
          thread.off('message', onMessage)
          thread.off('error', onError)
          thread.off('exit', onExit)
        }
        const fail = (reason: string): void => {
          settle()
          // A thread that is ended owes nobody an answer.
          if (isEnding) return
          reject(new ThreadFailed(reason))
        }
        const onMessage = (message: Message): void => {
          if ('done' in message) {
            settle()
            resolve(message.done as never)
          } else if ('failed' in message) fail(message.failed)
          else hear(message)
        }
        const onError = (error: Error): void => fail(`a thread ended: ${error.message}`)
        const onExit = (code: number): void => fail(`a thread ended with code ${code}`)
        thread.on('message', onMessage).once('error', onError).once('exit', onExit)
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        thread.postMessage(task)
      }),
    async end() {
      isEnding = true
      await Promise.all(threads.map((thread) => thread.terminate()))
    },
  }
}
