import { NotYet, type Received, type Refusal, type Snapshots } from '@imaging/event-log'
import type { Transaction } from '@imaging/postgres'
import type { TelemetryExamsCountedV1 } from '@imaging/schemas'
import { checkReadings, type Catalogue } from '@imaging/telemetry/domain'
import type { ChannelSets } from './channel-sets.ts'
import { insertExamCounts } from './exam-repository.ts'
import { judgeReadings, type CheckedObservation } from './judge-readings.ts'
import type { ReadingStore, StoredReading } from './reading-store.ts'
import type { KnownAsset, Register } from './register.ts'
import type { SentEvent, SentReadings } from './sent-event.ts'
import { tellConditions, type TellDeps } from './tell-conditions.ts'
import type { WatchStore } from './watch-store.ts'

export interface TelemetryDeps extends TellDeps {
  readonly register: Register
  readonly snapshots: Pick<Snapshots, 'hasPassed'>
  readonly catalogue: Catalogue
  readonly channelSets: ChannelSets
  readonly readings: ReadingStore
  readonly watches: WatchStore
  readonly retentionMs: number
}

/** Checks and stores a batch of readings and exam counts, and raises and clears the conditions they make: all of it in one transaction. */
export const onTelemetry =
  (deps: TelemetryDeps) =>
  async (tx: Transaction, received: readonly Received<SentEvent>[]): Promise<readonly Refusal<SentEvent>[]> => {
    const refused: Refusal<SentEvent>[] = []
    const checked: CheckedObservation[] = []
    const exams: TelemetryExamsCountedV1['data'][] = []
    const oldestMs = deps.now().getTime() - deps.retentionMs
    for (const one of received) {
      const known = deps.register.find(one.event.assetId) ?? (await appearing(deps, one))
      const outcome = known === undefined ? unknownAsset(one.event) : check(deps, known, one.event, oldestMs)
      if (typeof outcome === 'string') refused.push({ of: one, reason: outcome })
      else if ('observedAtMs' in outcome) checked.push(outcome)
      else exams.push(outcome)
    }
    if (checked.length > 0) await takeIn(deps, tx, checked)
    if (exams.length > 0) await insertExamCounts(tx, exams)
    return refused
  }

const unknownAsset = ({ assetId }: SentEvent): string =>
  `data.assetId: ${assetId} is not in the register. Add the asset, then replay this event.`

/** An asset that the register may yet tell of is waited for; one that it cannot is unknown. */
async function appearing({ register, snapshots }: TelemetryDeps, one: Received<SentEvent>): Promise<KnownAsset | undefined> {
  const hasPassed = snapshots.hasPassed(one.record.publishedAt)
  await register.refresh()
  const known = register.find(one.event.assetId)
  if (known === undefined && !hasPassed) throw new NotYet(`${one.event.assetId} is not in the register yet`, one)
  return known
}

/** What an event holds once checked, or why it is refused: a sentence with place and remedy. */
function check(
  deps: TelemetryDeps,
  known: KnownAsset,
  event: SentEvent,
  oldestMs: number,
): CheckedObservation | TelemetryExamsCountedV1['data'] | string {
  const { assetId, operator } = known.asset
  if (!event.source.startsWith(`urn:nhs:ods:${operator}:`))
    return `source: ${event.source} may not speak for ${assetId}, which ${operator} operates.`
  return event.kind === 'exams' ? checkExams(event.counted) : checkMessage(deps, known, event, oldestMs)
}

function checkExams(data: TelemetryExamsCountedV1['data']): TelemetryExamsCountedV1['data'] | string {
  return Date.parse(data.to) > Date.parse(data.from) ? data : `data.to: ${data.to} is not after data.from, ${data.from}.`
}

function checkMessage(
  { catalogue }: TelemetryDeps,
  { asset: { assetId, classId } }: KnownAsset,
  { observedAt, observedAtMs, layout, values }: SentReadings,
  oldestMs: number,
): CheckedObservation | string {
  if (observedAtMs < oldestMs) return `data.observedAt: ${observedAt} is older than readings are kept.`
  const result = checkReadings(catalogue, classId, layout, values)
  if (!result.isOk) return `data.readings.${result.index}: ${result.reason}`
  return { assetId, classId, observedAtMs, channels: result.channels, values: result.values }
}

/** Stores readings that passed every check, and tells what they change. */
async function takeIn(deps: TelemetryDeps, tx: Transaction, checked: readonly CheckedObservation[]): Promise<void> {
  const assetIds = [...new Set(checked.map(({ assetId }) => assetId))].toSorted()
  const before = await deps.watches.load(tx, assetIds)
  await deps.readings.store(tx, await stored(deps, checked), (assetId) => before.get(assetId)?.lastHeardAtMs)
  const { watches, news } = judgeReadings(deps.catalogue, before, checked)
  await deps.watches.save(tx, watches)
  await tellConditions(deps, tx, news)
}

async function stored({ channelSets }: TelemetryDeps, checked: readonly CheckedObservation[]): Promise<readonly StoredReading[]> {
  const rows: StoredReading[] = []
  for (const { assetId, observedAtMs, channels, values } of checked) {
    const found = channelSets.idOf(channels)
    // Awaited only where it must be: almost every set is known, and a promise for each message costs more than the message.
    const channelSetId = found instanceof Promise ? await found : found
    rows.push({ assetId, observedAtMs, channelSetId, values })
  }
  return rows
}
