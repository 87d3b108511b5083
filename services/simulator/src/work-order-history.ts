import type { HistoricWorkOrder } from '@imaging/schemas'
import {
  accessCheck,
  castMember,
  partFor,
  repairScope,
  scopeChecks,
  storyline,
  type CastRole,
  type Episode,
  type FleetAsset,
  type ToldStep,
} from '../domain/index.ts'
import type { Example } from './example.ts'
import { contractIdOf } from './register-entries.ts'
import { downtimeIdOf, isOver, releaseIdOf } from './state-events.ts'
import { instant } from './told.ts'

type HistoricFact = HistoricWorkOrder['facts'][number]

/** The closed work orders that went with the fleet's failures, in the order in which they were called in. */
export function historicWorkOrders(example: Example): readonly HistoricWorkOrder[] {
  return example.assets
    .flatMap((asset) =>
      example
        .episodesOf(asset)
        .filter((episode) => (episode.kind === 'failure' || episode.kind === 'limited') && isOver(episode, example))
        .map((episode) => ({ fromMs: episode.fromMs, order: historicWorkOrder(example, asset, episode) })),
    )
    .toSorted((one, other) => one.fromMs - other.fromMs)
    .map(({ order }) => order)
}

function historicWorkOrder(example: Example, asset: FleetAsset, episode: Episode): HistoricWorkOrder {
  const { steps } = storyline(example.seed, asset, episode)
  const summary = steps.find(({ step }) => step === 'call-logged')?.text ?? 'Fault reported'
  return {
    reference: `EX-${example.seed}-${asset.assetId}-${episode.fromMs.toString(36)}`,
    assetId: asset.assetId,
    downtimeId: downtimeIdOf(example, asset, episode),
    supplierId: asset.supplierId,
    contractId: contractIdOf(asset),
    priority: priorityOf(example, asset, episode),
    scannerState: episode.kind === 'limited' ? 'DEGRADED' : 'DOWN_UNPLANNED',
    faultAt: instant(episode.fromMs),
    summary,
    example: true,
    facts: steps.flatMap((step) => factsOf(asset, episode, step)),
  }
}

/** Down and the only one of its class at the site comes first; limited where others stand in comes last. */
function priorityOf({ assets }: Example, { siteCode, classId }: FleetAsset, { kind }: Episode): HistoricWorkOrder['priority'] {
  const isOnly = assets.filter((asset) => asset.siteCode === siteCode && asset.classId === classId).length === 1
  if (kind === 'limited') return isOnly ? 'P2' : 'P3'
  return isOnly ? 'P1' : 'P2'
}

function factsOf(asset: FleetAsset, episode: Episode, { step, atMs, by, text, dueMs }: ToldStep): readonly HistoricFact[] {
  const fact = (name: string, role: CastRole, said: object = {}, ms = atMs): HistoricFact => {
    const organisation = role === 'supplier-engineer' ? asset.supplierId : asset.operator
    return { step: name, at: instant(ms), by: castMember(role, organisation), ...said }
  }
  const role = by === 'supplier' ? 'supplier-engineer' : 'radiology-lead'
  const part = partFor(episode.cause)
  switch (step) {
    case 'accepted':
      return [fact(step, role, dueMs === undefined ? {} : { arriveAt: instant(Math.max(dueMs, atMs)) })]
    case 'access-given': {
      const check = accessCheck(asset.classId)
      return [...(check === undefined ? [] : [fact('check-recorded', check.by, { check: check.check, result: 'pass' })]), fact(step, role)]
    }
    case 'diagnosed':
      return [fact(step, role, { finding: text ?? 'Fault found' })]
    case 'part-needed':
      return [fact(step, role, { part, ...(dueMs !== undefined && { expectedAt: instant(dueMs) }) })]
    case 'part-arrived':
      return [fact(step, role, { part })]
    case 'handed-back':
      return [fact(step, role, { scope: [repairScope(asset.classId, episode.cause)], work: text ?? 'Repaired' })]
    case 'check-recorded':
      return checkFacts(asset, episode, fact)
    case 'released':
      return [fact(step, role, { releaseId: releaseIdOf(episode) })]
    default:
      return [fact(step, step === 'call-logged' ? 'radiology-manager' : role)]
  }
}

/** The checks one after another between hand-back and release. */
function checkFacts(
  { classId }: FleetAsset,
  { cause, mendedMs, backMs }: Episode,
  fact: (name: string, role: CastRole, said: object, ms: number) => HistoricFact,
): readonly HistoricFact[] {
  const checks = scopeChecks(repairScope(classId, cause))
  return checks.map(({ check, by }, index) =>
    fact('check-recorded', by, { check, result: 'pass' }, Math.round(mendedMs + ((backMs - mendedMs) * (index + 1)) / (checks.length + 1))),
  )
}
