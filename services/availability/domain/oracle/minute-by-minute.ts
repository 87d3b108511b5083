import { isOpenAt } from './london-minutes.ts'
import type { CaseChange, CaseFact, CaseStep, CaseTerms, OracleCase, OracleFigures } from './oracle-case.ts'
import { replayCorrections } from './replayed-corrections.ts'

/**
 * The figures of a case by brute force: every minute is lived through, one after the other, and asked where it belongs.
 *
 * Slow and obvious on purpose, and shares no code with what it judges.
 */

const minuteMs = 60_000
const weekMs = 7 * 24 * 60 * minuteMs

/** What was so during one minute. */
interface Minute {
  readonly atMs: number
  readonly state: CaseChange['state'] | 'UNKNOWN'
  readonly change: CaseChange | undefined
  /** The minute is in checks, and the last state that was not checks was a failure. */
  readonly checksAfterFailure: boolean
  readonly silent: boolean
}

/** All figures of a case. */
export function minuteByMinute(oracleCase: OracleCase): OracleFigures {
  const minutes = liveThrough(oracleCase)
  const asked = minutes.filter(({ atMs }) => atMs >= oracleCase.fromMs)
  return {
    ...byState(asked),
    ...technical(oracleCase, asked),
    ...operatingByCause(oracleCase, asked),
    ...contractual(oracleCase, minutes),
    ...clinical(oracleCase, asked),
    ...failureCount(oracleCase, minutes),
  }
}

/** Facts known at the case's instant, each once, in order of recording. */
function known<Fact extends CaseFact>(facts: readonly Fact[], { knownAtMs }: OracleCase): Fact[] {
  const inOrder = facts
    .filter(({ recordedMs }) => recordedMs <= knownAtMs)
    .toSorted((a, b) => (a.recordedMs === b.recordedMs ? (a.eventId < b.eventId ? -1 : 1) : a.recordedMs - b.recordedMs))
  return inOrder.filter(({ eventId }, index) => inOrder.findIndex((other) => other.eventId === eventId) === index)
}

/** Lives through every minute from the first event to the end. */
function liveThrough(oracleCase: OracleCase): Minute[] {
  const { ledger, fromMs, toMs, causeNeedingRelease } = oracleCase
  // Sorting keeps the order of recording among changes that take effect together.
  const changes = replayCorrections(known(ledger.stateChanges, oracleCase), known(ledger.corrections, oracleCase)).toSorted(
    (a, b) => a.atMs - b.atMs,
  )
  const healths = known(ledger.healthChanges, oracleCase).toSorted((a, b) => a.atMs - b.atMs)
  const steps = known(ledger.workOrderFacts, oracleCase)
  const startMs = Math.min(fromMs, ...changes.map(({ atMs }) => atMs), ...steps.map(({ atMs }) => atMs))

  const minutes: Minute[] = []
  let state = 'UNKNOWN' as Minute['state']
  let change: CaseChange | undefined
  let checksAfterFailure = false
  let personSaidSo = false
  let releaseNeeded = false
  let health = 'NOT_CONNECTED'
  const enter = (next: Minute['state']): void => {
    checksAfterFailure = next === 'IN_QA' && (state === 'DOWN_UNPLANNED' || (state === 'IN_QA' && checksAfterFailure))
    state = next
    if (state === 'DOWN_UNPLANNED') releaseNeeded = true
    if (state === 'DOWN_PLANNED' && change?.cause === causeNeedingRelease) releaseNeeded = true
  }
  for (let atMs = startMs; atMs < toMs; atMs += minuteMs) {
    for (; changes[0]?.atMs === atMs; changes.shift()) {
      const next: CaseChange = changes[0]
      const isRelease = next.releaseId !== undefined && ['UP', 'DEGRADED'].includes(next.state)
      const handsBack = next.state === 'IN_QA' && next.reportedBy.kind === 'supplier'
      if (personSaidSo && state !== 'UP' && next.reportedBy.kind !== 'person' && !isRelease && !handsBack) continue
      if (isRelease) releaseNeeded = false
      personSaidSo = next.reportedBy.kind === 'person' && !isRelease
      change = next
      const intoUse = next.state === 'UP' || (next.state === 'DEGRADED' && next.reportedBy.kind !== 'person')
      enter(intoUse && releaseNeeded ? 'IN_QA' : next.state)
      if (handsBack) releaseNeeded = true
    }
    if (state === 'DOWN_PLANNED' && change?.agreedEndMs !== undefined && change.agreedEndMs <= atMs) enter('DOWN_UNPLANNED')
    for (; healths[0] !== undefined && healths[0].atMs <= atMs; healths.shift()) health = healths[0].health
    minutes.push({ atMs, state, change, checksAfterFailure, silent: health === 'SILENT' })
  }
  return minutes
}

const isUnconfirmed = ({ state, silent }: Minute): boolean =>
  state === 'UNKNOWN' || (silent && state === 'UP') || (silent && state === 'DEGRADED')

const ratio = (part: number, whole: number): number | 'not defined' => (whole === 0 ? 'not defined' : part / whole)

function byState(minutes: readonly Minute[]): OracleFigures {
  const figures: Record<string, number> = {}
  for (const state of ['UP', 'DEGRADED', 'DOWN_UNPLANNED', 'DOWN_PLANNED', 'DOWN_EXTERNAL', 'IN_QA', 'RETIRED', 'UNKNOWN']) {
    figures[`state.${state}`] = minutes.filter((minute) => minute.state === state).length
  }
  return figures
}

function technical({ operatingHours }: OracleCase, minutes: readonly Minute[]): OracleFigures {
  const open = minutes.filter(({ atMs }) => isOpenAt(operatingHours, atMs))
  const unconfirmed = open.filter(isUnconfirmed).length
  const ot = open.filter((minute) => !isUnconfirmed(minute) && (minute.state === 'UP' || minute.state === 'DEGRADED')).length
  const ttr = open.filter(({ state, checksAfterFailure }) => state === 'DOWN_UNPLANNED' || (state === 'IN_QA' && checksAfterFailure)).length
  return {
    'technical.operating': ot,
    'technical.restoring': ttr,
    'technical.unconfirmed': unconfirmed,
    'technical.headline': ratio(ot, ot + ttr),
    'technical.lower': ratio(ot, ot + ttr + unconfirmed),
    'technical.upper': ratio(ot + unconfirmed, ot + ttr + unconfirmed),
    'technical.confirmedShare': ratio(open.length - unconfirmed, open.length),
  }
}

/** Operating minutes by why they were not worked in: restoring under the cause of the event, unconfirmed under why nobody can say. */
function operatingByCause({ operatingHours }: OracleCase, minutes: readonly Minute[]): OracleFigures {
  const open = minutes.filter(({ atMs }) => isOpenAt(operatingHours, atMs))
  const restoring = open.filter(({ state, checksAfterFailure }) => state === 'DOWN_UNPLANNED' || checksAfterFailure)
  const unconfirmed = open.filter(isUnconfirmed)
  return {
    ...Object.fromEntries(
      causes.map((cause) => [
        `technical.cause.${cause}`,
        restoring.filter(({ change }) => (change?.cause ?? 'not stated') === cause).length,
      ]),
    ),
    'planned.all': open.filter(({ state }) => state === 'DOWN_PLANNED').length,
    'building.all': open.filter(({ state }) => state === 'DOWN_EXTERNAL').length,
    'unconfirmed.nothing reported yet': unconfirmed.filter(({ silent }) => !silent).length,
    'unconfirmed.signal missing': unconfirmed.filter(({ silent }) => silent).length,
  }
}

/** The causes that cases state. */
const causes = ['gantry-or-rotation', 'user-caused', 'upgrade', 'not stated']

function clinical(oracleCase: OracleCase, minutes: readonly Minute[]): OracleFigures {
  const planned = minutes.filter(({ atMs }) => isOpenAt(oracleCase.sessions, atMs))
  const corrected = new Set(known(oracleCase.ledger.corrections, oracleCase).map(({ correctsEventId }) => correctsEventId))
  const losses = known(oracleCase.ledger.sessionLosses, oracleCase).filter(({ eventId }) => !corrected.has(eventId))
  const counts: Record<string, number> = {}
  for (const minute of planned) {
    const lostTo = losses.filter(({ fromMs, toMs }) => fromMs <= minute.atMs && minute.atMs < toMs).map(({ cause }) => cause)
    const place = sessionPlace(minute, lostTo)
    counts[place] = (counts[place] ?? 0) + 1
  }
  const { usable = 0, unconfirmed = 0 } = counts
  const places = ['usable', 'machine', 'plannedWork', 'building', 'checks', 'staff', 'injectorOrCoil', 'it', 'other', 'unconfirmed']
  return {
    ...Object.fromEntries(places.map((place) => [`clinical.${place}`, counts[place] ?? 0])),
    'clinical.headline': ratio(usable, planned.length - unconfirmed),
    'clinical.lower': ratio(usable, planned.length),
    'clinical.upper': ratio(usable + unconfirmed, planned.length),
    'clinical.confirmedShare': ratio(planned.length - unconfirmed, planned.length),
  }
}

function sessionPlace(minute: Minute, lostTo: readonly string[]): string {
  if (minute.state === 'DOWN_UNPLANNED' || minute.state === 'RETIRED') return 'machine'
  if (minute.state === 'DOWN_PLANNED') return 'plannedWork'
  if (minute.state === 'DOWN_EXTERNAL') return 'building'
  if (minute.state === 'IN_QA') return 'checks'
  if (lostTo.includes('staff')) return 'staff'
  if (lostTo.includes('injector-or-coil')) return 'injectorOrCoil'
  if (lostTo.includes('it')) return 'it'
  if (lostTo.includes('other')) return 'other'
  return isUnconfirmed(minute) ? 'unconfirmed' : 'usable'
}

function contractual(oracleCase: OracleCase, minutes: readonly Minute[]): OracleFigures {
  let cover = 0
  let lost = 0
  let unconfirmed = 0
  let covered = 0
  let coveredUnconfirmed = 0
  const byCause = Object.fromEntries(causes.map((cause) => [cause, 0]))
  for (const terms of oracleCase.terms) {
    const steps = known(oracleCase.ledger.workOrderFacts, oracleCase).toSorted((a, b) => a.atMs - b.atMs)
    const running = clockMinutes(minutes, steps, terms)
    minutes.forEach((minute, index) => {
      if (minute.atMs < oracleCase.fromMs || minute.atMs < terms.fromMs || minute.atMs >= terms.toMs) return
      const inCover = isOpenAt(terms.cover, minute.atMs)
      if (inCover) covered += 1
      if (inCover && isUnconfirmed(minute)) coveredUnconfirmed += 1
      if (inCover && (minute.state !== 'DOWN_PLANNED' || terms.coverIncludesPlannedWork)) cover += 1
      if (!inCover && terms.lostHours === 'cover') return
      if (isUnconfirmed(minute)) unconfirmed += 1
      else if (running[index] === true) {
        const cause = minute.change?.cause ?? 'not stated'
        lost += lossWeight(minute, terms)
        byCause[cause] = (byCause[cause] ?? 0) + lossWeight(minute, terms)
      }
    })
  }
  return {
    'contractual.cover': cover,
    'contractual.qualifying': lost,
    ...Object.fromEntries(Object.entries(byCause).map(([cause, minutesLost]) => [`contractual.cause.${cause}`, minutesLost])),
    'contractual.headline': ratio(cover - lost, cover),
    'contractual.lower': ratio(cover - lost - unconfirmed, cover),
    'contractual.upper': ratio(cover - lost, cover),
    'contractual.confirmedShare': ratio(covered - coveredUnconfirmed, covered),
  }
}

function lossWeight({ state, change, checksAfterFailure }: Minute, terms: CaseTerms): number {
  if (change?.cause !== undefined && terms.excludedCauses.includes(change.cause)) return 0
  if (state === 'DOWN_UNPLANNED') return 1
  if (state === 'IN_QA' && checksAfterFailure && terms.clockStops === 'return-to-use') return 1
  return state === 'DEGRADED' ? terms.degradedWeight : 0
}

/** Whether the contract's clock runs in each minute. */
function clockMinutes(minutes: readonly Minute[], steps: readonly CaseStep[], terms: CaseTerms): boolean[] {
  const waiting = [...steps]
  const called = new Set<string>()
  const accessible = new Set<string>()
  const paused = new Set<string>()
  let handedBack = false
  let state: Minute['state'] = 'UNKNOWN'
  const close = (id: string): void => {
    called.delete(id)
    paused.delete(id)
    handedBack = true
  }
  return minutes.map((minute) => {
    if (minute.state !== state) {
      handedBack = false
      if (minute.state === 'UP' || minute.state === 'RETIRED') for (const set of [called, accessible, paused]) set.clear()
    }
    state = minute.state
    for (; waiting[0] !== undefined && waiting[0].atMs <= minute.atMs; waiting.shift()) {
      const { step, workOrderId, reason = '' } = waiting[0]
      if (step === 'call-logged' || step === 'reopened') called.add(workOrderId)
      if (step === 'access-given') accessible.add(workOrderId)
      if (step === 'paused' && terms.pauseReasons.includes(reason)) paused.add(workOrderId)
      if (step === 'paused' && !terms.pauseReasons.includes(reason)) paused.delete(workOrderId)
      if (step === 'resumed') paused.delete(workOrderId)
      if (step === 'cancelled') for (const set of [called, accessible, paused]) set.delete(workOrderId)
      if (step === 'released' || (step === 'handed-back' && terms.clockStops === 'hand-back')) close(workOrderId)
    }
    if (terms.clockStarts === 'call-logged-with-access') return [...called].some((id) => accessible.has(id) && !paused.has(id))
    return called.size > 0 ? [...called].some((id) => !paused.has(id)) : !handedBack
  })
}

const isOut = ({ state }: Minute): boolean => !['UP', 'DEGRADED', 'RETIRED', 'UNKNOWN'].includes(state)

function failureCount({ fromMs, toMs }: OracleCase, minutes: readonly Minute[]): OracleFigures {
  const known: { fault: string | undefined; endMs: number }[] = []
  let current: (typeof known)[number] | undefined
  let count = 0
  minutes.forEach((minute, index) => {
    const before = minutes[index - 1]
    if (minute.state !== 'DOWN_UNPLANNED' || before?.state === 'DOWN_UNPLANNED') return
    const endIndex = minutes.findIndex((later, position) => position > index && !isOut(later))
    const spell = minutes.slice(index, endIndex === -1 ? minutes.length : endIndex)
    const endMs = endIndex === -1 ? Infinity : (minutes[endIndex]?.atMs ?? Infinity)
    const fault = spell.find(({ change }) => change?.fault !== undefined)?.change?.fault
    if (before?.checksAfterFailure === true && current !== undefined && current.endMs > minute.atMs) return
    const same =
      fault === undefined ? undefined : known.findLast((failure) => failure.fault === fault && minute.atMs - failure.endMs <= weekMs)
    if (same !== undefined) {
      same.endMs = endMs
      current = same
      return
    }
    current = { fault, endMs }
    known.push(current)
    if (minute.atMs >= fromMs && minute.atMs < toMs) count += 1
  })
  return { failures: count }
}
