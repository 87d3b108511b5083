import { NotYet, type Received, type Refusal, type Snapshots } from '@imaging/event-log'
import type { Transaction } from '@imaging/postgres'
import type { EventOn, TelemetryExamsCountedV1, TelemetryReadingV1 } from '@imaging/schemas'
import {
  checkReadings,
  conditionId,
  conditionSentence,
  watchObservations,
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
  return checkMessage(deps, known, event, oldestMs)
}

function checkExams(data: TelemetryExamsCountedV1['data']): TelemetryExamsCountedV1['data'] | string {
  return Date.parse(data.to) > Date.parse(data.from) ? data : `data.to: ${data.to} is not after data.from, ${data.from}.`
}

function checkMessage({ catalogue }: TelemetryDeps, known: KnownAsset, { data }: TelemetryReadingV1, oldestMs: number): Checked | string {
  const observedAtMs = Date.parse(data.observedAt)
  if (observedAtMs < oldestMs) return `data.observedAt: ${data.observedAt} is older than readings are kept.`
  const result = checkReadings(catalogue, known.asset.classId, data.readings)
  if (!result.isOk) return `data.readings.${result.index}: ${result.reason}`
  const observation = { observedAtMs, readings: result.readings }
  return { assetId: known.asset.assetId, known, observation, observedAt: data.observedAt }
}

async function stored({ channelSets }: TelemetryDeps, checked: readonly Checked[]): Promise<readonly StoredReading[]> {
  const rows: StoredReading[] = []
  for (const { assetId, observation, observedAt } of checked) {
    const found = channelSets.find(observation.readings)
    // Awaited only where it must be: almost every set is known, and a promise for each message costs more than the message.
    const { channelSetId, order } = found instanceof Promise ? await found : found
    const values = order.map((position) => (observation.readings[position] as { value: number }).value)
    rows.push({ assetId, observedAt, observedAtMs: observation.observedAtMs, channelSetId, values })
  }
  return rows
}

/** Takes readings into what is remembered of each asset, and tells what that changed, in the order of the readings. */
async function judge(deps: TelemetryDeps, tx: Transaction, checked: readonly Checked[]): Promise<void> {
  const ofAsset = new Map<string, Checked[]>()
  for (const one of checked) {
    const others = ofAsset.get(one.assetId)
    if (others === undefined) ofAsset.set(one.assetId, [one])
    else others.push(one)
  }
  const before = await deps.watches.load(tx, [...ofAsset.keys()].toSorted())
  const after = new Map<string, Watched>()
  const newsOfReading = new Map<Checked, readonly ConditionNews[]>()
  for (const [assetId, own] of ofAsset) {
    const ofClass = deps.catalogue.get((own[0] as Checked).known.asset.classId)
    const watched = before.get(assetId)
    if (ofClass === undefined || watched === undefined) continue
    const observations = own.map(({ observation }) => observation)
    const { watch, judged } = watchObservations(ofClass, watched.watch, observations)
    const lastHeardAtMs = observations.reduce((newest, { observedAtMs }) => Math.max(newest, observedAtMs), watched.lastHeardAtMs ?? 0)
    after.set(assetId, { watch, lastHeardAtMs })
    for (const [index, { changes }] of judged.entries()) {
      if (changes.length === 0) continue
      const news = changes.map((change) => newsOf(assetId, change, conditionSentence(ofClass, change)))
      newsOfReading.set(own[index] as Checked, news)
    }
  }
  await deps.watches.save(tx, after)
  const news = newsOfReading.size === 0 ? [] : checked.flatMap((one) => newsOfReading.get(one) ?? [])
  await tellConditions(deps, tx, news)
}

function newsOf(assetId: string, change: ConditionChange<ConditionRule>, message: string): ConditionNews {
  const { watched } = change.condition
  const channel = watched.by === 'threshold' || watched.by === 'rate' ? { channel: watched.channel } : {}
  return { assetId, conditionId: conditionId(assetId, change), change, message, ...channel }
}
