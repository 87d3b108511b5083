import type { CaseChange, CaseCorrection } from './oracle-case.ts'

interface Place {
  /** Every version of this place in the ledger, the last one in force. */
  versions: (CaseChange & { readonly isVoid: boolean })[]
}

/**
 * What stands after all corrections, by playing them in the order of recording: each place keeps its versions, and a correction of
 * one of them throws away whatever came after it. A correction without a target waits in a drawer.
 *
 * @param changes In order of recording.
 * @param corrections In order of recording.
 */
export function replayCorrections(changes: readonly CaseChange[], corrections: readonly CaseCorrection[]): CaseChange[] {
  const places: Place[] = []
  let drawer: CaseCorrection[] = []
  const arrivals = [...changes, ...corrections].toSorted((a, b) =>
    a.recordedMs === b.recordedMs ? (a.eventId < b.eventId ? -1 : 1) : a.recordedMs - b.recordedMs,
  )
  const tryDrawer = (): void => {
    for (let applied = true; applied;) {
      applied = false
      for (const correction of drawer) {
        if (!applyTo(places, correction)) continue
        drawer = drawer.filter((other) => other !== correction)
        applied = true
        break
      }
    }
  }
  for (const arrival of arrivals) {
    if ('correctsEventId' in arrival) drawer.push(arrival)
    else places.push({ versions: [{ ...arrival, isVoid: false }] })
    tryDrawer()
  }
  return places
    .flatMap(({ versions }) => {
      const last = versions.at(-1)
      return last === undefined || last.isVoid ? [] : [last]
    })
    .toSorted((a, b) => (a.recordedMs === b.recordedMs ? (a.eventId < b.eventId ? -1 : 1) : a.recordedMs - b.recordedMs))
}

/** True when the correction found its target, whether or not it was entitled to correct it. */
function applyTo(places: readonly Place[], correction: CaseCorrection): boolean {
  for (const place of places) {
    const index = place.versions.findIndex(({ eventId }) => eventId === correction.correctsEventId)
    const target = place.versions[index]
    if (target === undefined) continue
    const isPersons = target.reportedBy.kind === 'person'
    if (isPersons && correction.reportedBy !== undefined && correction.reportedBy.kind !== 'person') return true
    // Waiting corrections may be tried out of order, but a later recorded one is never thrown away for an earlier.
    const rival = place.versions[index + 1]
    if (rival !== undefined && !isLater(correction, rival)) return true
    const version = {
      ...target,
      eventId: correction.eventId,
      recordedMs: correction.recordedMs,
      state: correction.state ?? target.state,
      atMs: correction.atMs ?? target.atMs,
      reportedBy: correction.reportedBy ?? target.reportedBy,
      isVoid: correction.void === true,
    }
    place.versions = [...place.versions.slice(0, index + 1), version]
    return true
  }
  return false
}

const isLater = (a: { recordedMs: number; eventId: string }, b: { recordedMs: number; eventId: string }): boolean =>
  a.recordedMs > b.recordedMs || (a.recordedMs === b.recordedMs && a.eventId > b.eventId)
