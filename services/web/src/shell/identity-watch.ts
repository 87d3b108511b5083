import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { ActingIdentity } from '@imaging/schemas'

/** What is shown live may outlast its right to be shown by so long. */
const CHECK_EVERY_MS = 10_000

export interface WatchedReader {
  /** Who reads now; nothing, or a failure, when they may not or nobody can say. */
  readonly who: () => Promise<ActingIdentity | undefined>
  /** Who they were when the stream was opened. */
  readonly identity: ActingIdentity
  /** Aborted when nobody reads any more. */
  readonly signal: AbortSignal
  readonly everyMs?: number | undefined
}

/**
 * A signal that is aborted when the reader leaves, or when their session or token has ended, their role or what they see has
 * changed, or nobody can say: whoever may still read opens the stream again, and is looked at anew.
 */
export const whileTheSame = ({ who, identity, signal, everyMs = CHECK_EVERY_MS }: WatchedReader): AbortSignal => {
  const over = new AbortController()
  const watch = async (): Promise<void> => {
    do await delay(everyMs, undefined, { signal })
    while (isDeepStrictEqual(await who(), identity))
  }
  void watch()
    .catch(() => undefined)
    .finally(() => over.abort())
  return AbortSignal.any([signal, over.signal])
}
