import { enqueue, inTransaction, type OutgoingMessage, type Pool, type Transaction } from '@imaging/postgres'
import { newEvent, type EventName, type EventNamed } from '@imaging/schemas'
import {
  assetFlood,
  floodSentence,
  passThroughFlood,
  settleFlood,
  siteFlood,
  type ConditionChange,
  type FloodLimit,
  type Gated,
  type Notice,
} from '@imaging/telemetry/domain'
import {
  clearCondition,
  conditionsById,
  floodedScopes,
  lockFlood,
  saveFlood,
  setHeldBack,
  upsertCondition,
  type StoredCondition,
} from './condition-repository.ts'
import type { Register } from './register.ts'

/** A change of a condition of an asset, with the sentence people read. */
export interface ConditionNews {
  readonly assetId: string
  readonly conditionId: string
  readonly change: ConditionChange
  readonly message: string
  readonly channel?: string
}

export interface TellDeps {
  readonly register: Register
  readonly now: () => Date
  readonly newId: () => string
}

const TOPIC = 'imaging.conditions'

/** Stores every change and tells people of those that no flood holds back: first by asset, then by site. */
export async function tellConditions(deps: TellDeps, tx: Transaction, news: readonly ConditionNews[]): Promise<void> {
  for (const one of news) {
    await storeChange(tx, one)
    const passed = await throughFlood(deps, tx, assetScope(one.assetId), assetFlood, noticeOf(one), one.assetId)
    const site = siteScope(deps.register.find(one.assetId)?.asset.siteCode ?? '')
    for (const notice of passed) await tell(deps, tx, one.assetId, await throughFlood(deps, tx, site, siteFlood, notice, one.assetId))
  }
}

/** Ends floods that are over, and tells what they held back and still stands. */
export async function settleFloods(deps: TellDeps & { readonly ingest: Pool }): Promise<void> {
  for (const { scope, assetId } of await floodedScopes(deps.ingest))
    await inTransaction(deps.ingest, (tx) => settle(deps, tx, scope, assetId))
}

async function settle(deps: TellDeps, tx: Transaction, scope: string, assetId: string): Promise<void> {
  const limit = scope.startsWith('site/') ? siteFlood : assetFlood
  const stored = await lockFlood(tx, scope, assetId)
  const gated = settleFlood(limit, stored.watch, deps.now().getTime())
  await saveFlood(tx, scope, { ...stored, watch: gated.watch })
  await tellSummary(deps, tx, scope, stored.assetId, gated)
  await letGo(deps, tx, gated.passed)
}

const assetScope = (assetId: string): string => `asset/${assetId}`
const siteScope = (siteCode: string): string => `site/${siteCode}`

const noticeOf = ({ conditionId, change }: ConditionNews): Notice => ({
  conditionId,
  change: change.change,
  atMs: change.atMs,
  ...(change.severity === undefined ? {} : { severity: change.severity }),
  ...(change.condition.isSafety === true ? { isSafety: true } : {}),
})

async function storeChange(tx: Transaction, { assetId, conditionId, change, message, channel }: ConditionNews): Promise<void> {
  if (change.severity === undefined) return clearCondition(tx, conditionId, change.atMs)
  await upsertCondition(tx, {
    conditionId,
    assetId,
    kind: change.condition.kind,
    severity: change.severity,
    raisedAtMs: change.raisedAtMs,
    message,
    action: change.condition.action,
    ...(channel === undefined ? {} : { channel }),
    ...(change.score === undefined ? {} : { value: change.score }),
    ...(change.limit === undefined ? {} : { limit: change.limit }),
  })
}

async function throughFlood(
  deps: TellDeps,
  tx: Transaction,
  scope: string,
  limit: FloodLimit,
  notice: Notice,
  assetId: string,
): Promise<readonly Notice[]> {
  const stored = await lockFlood(tx, scope, assetId)
  const settled = settleFlood(limit, stored.watch, notice.atMs)
  const gated = passThroughFlood(limit, settled.watch, notice)
  // The summary of a flood is told under the asset that began it, so that its end finds it again.
  const isBeginning = gated.summary?.change === 'raised'
  const flood = { watch: gated.watch, assetId: isBeginning ? assetId : stored.assetId }
  await saveFlood(tx, scope, flood)
  await tellSummary(deps, tx, scope, stored.assetId, settled)
  await tellSummary(deps, tx, scope, flood.assetId, gated)
  if (gated.passed.length === 0) await setHeldBack(tx, [notice.conditionId], true)
  await letGo(deps, tx, settled.passed)
  return gated.passed
}

/** Tells what a flood held back, now that it is over. */
async function letGo(deps: TellDeps, tx: Transaction, passed: readonly Notice[]): Promise<void> {
  if (passed.length === 0) return
  await setHeldBack(
    tx,
    passed.map(({ conditionId }) => conditionId),
    false,
  )
  const stored = await conditionsById(
    tx,
    passed.map(({ conditionId }) => conditionId),
  )
  for (const notice of passed) {
    const assetId = stored.get(notice.conditionId)?.assetId
    if (assetId !== undefined) await tell(deps, tx, assetId, [notice])
  }
}

async function tellSummary(
  deps: TellDeps,
  tx: Transaction,
  scope: string,
  assetId: string,
  { summary }: Pick<Gated, 'summary'>,
): Promise<void> {
  if (summary === undefined) return
  const kind = scope.startsWith('site/') ? 'site-flood' : 'asset-flood'
  const conditionId = `${assetId}/${kind}/${summary.flood.sinceMs}`
  if (summary.change === 'cleared') {
    await clearCondition(tx, conditionId, deps.now().getTime())
    return tell(deps, tx, assetId, [{ conditionId, change: 'cleared', atMs: deps.now().getTime() }])
  }
  const { severity, sinceMs } = summary.flood
  await upsertCondition(tx, {
    conditionId,
    assetId,
    kind,
    severity,
    raisedAtMs: sinceMs,
    ...floodSentence(kind === 'site-flood' ? 'site' : 'asset', summary.flood),
  })
  await tell(deps, tx, assetId, [{ conditionId, change: 'raised', severity, atMs: sinceMs }])
}

async function tell(deps: TellDeps, tx: Transaction, assetId: string, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return
  const stored = await conditionsById(
    tx,
    notices.map(({ conditionId }) => conditionId),
  )
  const messages = notices.flatMap((notice) => {
    const condition = stored.get(notice.conditionId)
    return condition === undefined
      ? []
      : [notice.change === 'cleared' ? cleared(deps, assetId, condition, notice) : raised(deps, assetId, condition, notice)]
  })
  await enqueue(tx, messages)
}

const raised = (deps: TellDeps, assetId: string, condition: StoredCondition, { atMs }: Notice): OutgoingMessage =>
  message(deps, assetId, 'condition.raised.v1', {
    conditionId: condition.conditionId,
    assetId,
    kind: condition.kind,
    severity: condition.severity,
    at: new Date(atMs).toISOString(),
    message: condition.message,
    action: condition.action,
    ...(condition.channel === undefined ? {} : { channel: condition.channel }),
    ...(condition.value === undefined ? {} : { value: condition.value }),
    ...(condition.limit === undefined ? {} : { limit: condition.limit }),
  })

const cleared = (deps: TellDeps, assetId: string, { conditionId, kind }: StoredCondition, { atMs }: Notice): OutgoingMessage =>
  message(deps, assetId, 'condition.cleared.v1', { conditionId, assetId, kind, at: new Date(atMs).toISOString() })

/** An event of this service about an asset, ready for the outbox. */
export function message<Name extends EventName>(
  { register, now, newId }: TellDeps,
  assetId: string,
  name: Name,
  data: EventNamed<Name>['data'],
): OutgoingMessage {
  const asset = register.find(assetId)?.asset
  const event = newEvent({
    id: newId(),
    name,
    source: `urn:nhs:ods:${asset?.operator ?? 'QRV'}:imaging.telemetry`,
    subject: assetId,
    time: now().toISOString(),
    ...(asset?.example === true ? { example: true } : {}),
    data,
  })
  return {
    destination: 'kafka',
    topic: TOPIC,
    key: assetId,
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  }
}
