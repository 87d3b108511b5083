import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { SHARES, type ActingIdentity } from '@imaging/schemas'

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

/** Who somebody is and what they see, with lists in one order: in which order trusts are named says nothing. */
export const essenceOf = (identity: ActingIdentity): object => ({
  ...identity,
  sees: Object.fromEntries(SHARES.map((share) => [share, identity.sees[share].toSorted()])),
})

/**
 * A signal that is aborted when the reader leaves, or when their session or token has ended, their role or what they see has
 * changed, or nobody can say: whoever may still read opens the stream again, and is looked at anew.
 */
export const whileTheSame = ({ who, identity, signal, everyMs = CHECK_EVERY_MS }: WatchedReader): AbortSignal => {
  const over = new AbortController()
  const essence = essenceOf(identity)
  const isTheSame = async (): Promise<boolean> => {
    const now = await who()
    return now !== undefined && isDeepStrictEqual(essenceOf(now), essence)
  }
  const watch = async (): Promise<void> => {
    do await delay(everyMs, undefined, { signal })
    while (await isTheSame())
  }
  void watch()
    .catch(() => undefined)
    .finally(() => over.abort())
  return AbortSignal.any([signal, over.signal])
}
