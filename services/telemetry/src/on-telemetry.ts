import { NotYet, type Received, type Refusal, type Snapshots } from '@imaging/event-log'
import type { Transaction } from '@imaging/postgres'
import type { EventOn, TelemetryExamsCountedV1, TelemetryReadingV1 } from '@imaging/schemas'
import {
  checkReading,
  conditionId,
  conditionSentence,
  watchObservation,
  type Catalogue,
  type ConditionChange,
  type ConditionRule,
  type Observation,
} from '@imaging/telemetry/domain'
import type { ChannelSets } from './channel-sets.ts'
import { insertExamCounts } from './exam-repository.ts'
import type { ReadingStore, StoredReading } from './reading-store.ts'
import type { KnownAsset, Register } from './register.ts'
import { tellConditions, type ConditionNews, type TellDeps } from './tell-conditions.ts'
import type { Watched, WatchStore } from './watch-store.ts'

export type TelemetryEvent = EventOn<'imaging.telemetry'>

export interface TelemetryDeps extends TellDeps {
  readonly register: Register
  readonly snapshots: Pick<Snapshots, 'hasPassed'>
  readonly catalogue: Catalogue
  readonly channelSets: ChannelSets
  readonly readings: ReadingStore
  readonly watches: WatchStore
  readonly retentionMs: number
}

/** Readings that passed every check, in their channels' own units. */
interface Checked {
  readonly assetId: string
  readonly known: KnownAsset
  readonly observation: Observation
  readonly observedAt: string
}

/** Checks and stores a batch of readings and exam counts, and raises and clears the conditions they make: all of it in one transaction. */
export const onTelemetry =
  (deps: TelemetryDeps) =>
  async (tx: Transaction, received: readonly Received<TelemetryEvent>[]): Promise<readonly Refusal<TelemetryEvent>[]> => {
    const refused: Refusal<TelemetryEvent>[] = []
    const checked: Checked[] = []
    const exams: TelemetryExamsCountedV1['data'][] = []
    const oldestMs = deps.now().getTime() - deps.retentionMs
    for (const one of received) {
      const known = deps.register.find(one.event.data.assetId) ?? (await appearing(deps, one))
      const outcome = known === undefined ? unknownAsset(one.event) : check(deps, known, one.event, oldestMs)
      if (typeof outcome === 'string') refused.push({ of: one, reason: outcome })
      else if ('observation' in outcome) checked.push(outcome)
      else exams.push(outcome)
    }
    if (checked.length > 0) {
      await deps.readings.store(tx, await stored(deps, checked))
      await judge(deps, tx, checked)
    }
    if (exams.length > 0) await insertExamCounts(tx, exams)
    return refused
  }

const unknownAsset = ({ data }: TelemetryEvent): string =>
  `data.assetId: ${data.assetId} is not in the register. Add the asset, then replay this event.`

/** An asset that the register may yet tell of is waited for; one that it cannot is unknown. */
async function appearing({ register, snapshots }: TelemetryDeps, one: Received<TelemetryEvent>): Promise<KnownAsset | undefined> {
  const hasPassed = snapshots.hasPassed(one.record.publishedAt)
  await register.refresh()
  const known = register.find(one.event.data.assetId)
  if (known === undefined && !hasPassed) throw new NotYet(`${one.event.data.assetId} is not in the register yet`, one)
  return known
}

/** What an event holds once checked, or why it is refused: a sentence with place and remedy. */
function check(
  deps: TelemetryDeps,
  known: KnownAsset,
  event: TelemetryEvent,
  oldestMs: number,
): Checked | TelemetryExamsCountedV1['data'] | string {
  const { assetId, operator } = known.asset
  if (!event.source.startsWith(`urn:nhs:ods:${operator}:`))
    return `source: ${event.source} may not speak for ${assetId}, which ${operator} operates.`
  if (event.type === 'uk.nhs.imaging.telemetry.exams-counted.v1') return checkExams(event.data)
  return checkReadings(deps, known, event, oldestMs)
}

function checkExams(data: TelemetryExamsCountedV1['data']): TelemetryExamsCountedV1['data'] | string {
  return Date.parse(data.to) > Date.parse(data.from) ? data : `data.to: ${data.to} is not after data.from, ${data.from}.`
}

function checkReadings({ catalogue }: TelemetryDeps, known: KnownAsset, { data }: TelemetryReadingV1, oldestMs: number): Checked | string {
  const observedAtMs = Date.parse(data.observedAt)
  if (observedAtMs < oldestMs) return `data.observedAt: ${data.observedAt} is older than readings are kept.`
  const readings: { channel: string; value: number }[] = []
  const sent = new Set<string>()
  for (const [index, reading] of data.readings.entries()) {
    const result = checkReading(catalogue, known.asset.classId, reading)
    if (!result.isOk) return `data.readings.${index}: ${result.reason}`
    if (sent.has(reading.channel))
      return `data.readings.${index}: ${reading.channel} is in this message twice. Send one value of a channel at a time.`
    sent.add(reading.channel)
    readings.push(result.reading)
  }
  return { assetId: known.asset.assetId, known, observation: { observedAtMs, readings }, observedAt: data.observedAt }
}

async function stored({ channelSets }: TelemetryDeps, checked: readonly Checked[]): Promise<readonly StoredReading[]> {
  const rows: StoredReading[] = []
  for (const { assetId, observation, observedAt } of checked) {
    const found = channelSets.find(observation.readings.map(({ channel }) => channel))
    // Awaited only where it must be: almost every set is known, and a promise for each message costs more than the message.
    const { channelSetId, order } = found instanceof Promise ? await found : found
    const values = order.map((position) => (observation.readings[position] as { value: number }).value)
    rows.push({ assetId, observedAt, observedAtMs: observation.observedAtMs, channelSetId, values })
  }
  return rows
}

/** Takes readings into what is remembered of each asset, and tells what that changed. */
async function judge(deps: TelemetryDeps, tx: Transaction, checked: readonly Checked[]): Promise<void> {
  const assetIds = [...new Set(checked.map(({ assetId }) => assetId))].toSorted()
  const before = await deps.watches.load(tx, assetIds)
  const after = new Map<string, Watched>()
  const news: ConditionNews[] = []
  for (const { assetId, known, observation } of checked) {
    const ofClass = deps.catalogue.get(known.asset.classId)
    const watched = after.get(assetId) ?? before.get(assetId)
    if (ofClass === undefined || watched === undefined) continue
    const { watch, changes } = watchObservation(ofClass, watched.watch, observation)
    after.set(assetId, { watch, lastHeardAtMs: Math.max(watched.lastHeardAtMs ?? 0, observation.observedAtMs) })
    for (const change of changes) news.push(newsOf(assetId, change, conditionSentence(ofClass, change)))
  }
  await deps.watches.save(tx, after)
  await tellConditions(deps, tx, news)
}

function newsOf(assetId: string, change: ConditionChange<ConditionRule>, message: string): ConditionNews {
  const { watched } = change.condition
  const channel = watched.by === 'threshold' || watched.by === 'rate' ? { channel: watched.channel } : {}
  return { assetId, conditionId: conditionId(assetId, change), change, message, ...channel }
}
