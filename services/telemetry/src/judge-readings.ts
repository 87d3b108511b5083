import {
  conditionId,
  conditionSentence,
  watchObservations,
  type Catalogue,
  type ConditionChange,
  type ConditionRule,
  type Observation,
} from '@imaging/telemetry/domain'
import type { ConditionNews } from './tell-conditions.ts'
import type { Watched } from './watch-store.ts'

/** Readings of one message that passed every check. */
export interface CheckedObservation extends Observation {
  readonly assetId: string
  /** The class the asset had when the message was checked. */
  readonly classId: string
}

/** What a batch of readings comes to. */
export interface JudgedReadings {
  /** What is now remembered of each asset. */
  readonly watches: ReadonlyMap<string, Watched>
  /** What changed, in the order of the readings. */
  readonly news: readonly ConditionNews[]
}

/** Takes readings into what is remembered of each asset: each is judged after those before it, by the class it was checked by. */
export function judgeReadings(
  catalogue: Catalogue,
  before: ReadonlyMap<string, Watched>,
  checked: readonly CheckedObservation[],
): JudgedReadings {
  const watches = new Map(before)
  const newsOf = new Map<CheckedObservation, readonly ConditionNews[]>()
  for (const own of stretches(checked)) {
    const { assetId, classId } = own[0] as CheckedObservation
    const ofClass = catalogue.get(classId)
    const watched = watches.get(assetId)
    if (ofClass === undefined || watched === undefined) continue
    const { watch, judged } = watchObservations(ofClass, watched.watch, own)
    watches.set(assetId, { watch, lastHeardAtMs: newest(own, watched.lastHeardAtMs) })
    for (const [index, { changes }] of judged.entries()) {
      if (changes.length === 0) continue
      newsOf.set(
        own[index] as CheckedObservation,
        changes.map((change) => newsOfChange(assetId, change, conditionSentence(ofClass, change))),
      )
    }
  }
  return { watches, news: newsOf.size === 0 ? [] : checked.flatMap((one) => newsOf.get(one) ?? []) }
}

/** The readings by asset, in their order; anew where the register has changed the class of an asset between two of them. */
function stretches(checked: readonly CheckedObservation[]): Iterable<readonly CheckedObservation[]> {
  const all: CheckedObservation[][] = []
  const lastOf = new Map<string, CheckedObservation[]>()
  for (const one of checked) {
    const last = lastOf.get(one.assetId)
    if (last?.[0]?.classId === one.classId) {
      last.push(one)
      continue
    }
    const begun = [one]
    all.push(begun)
    lastOf.set(one.assetId, begun)
  }
  return all
}

const newest = (observations: readonly Observation[], before = 0): number =>
  observations.reduce((newestMs, { observedAtMs }) => Math.max(newestMs, observedAtMs), before)

function newsOfChange(assetId: string, change: ConditionChange<ConditionRule>, message: string): ConditionNews {
  const { watched } = change.condition
  const channel = watched.by === 'threshold' || watched.by === 'rate' ? { channel: watched.channel } : {}
  return { assetId, conditionId: conditionId(assetId, change), change, message, ...channel }
}
