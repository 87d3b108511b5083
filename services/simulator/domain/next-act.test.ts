import {
  ACTIONS,
  accessChecks,
  classTraits,
  decide,
  evolve,
  logCall,
  releaseChecks,
  scopesOffered,
  TERMS_WITHOUT_CONTRACT,
  type Command,
  type Opening,
  type WorkOrder,
} from '@imaging/maintenance/domain'
import { GRANTED } from '@imaging/schemas'
import { describe, expect, it } from 'vitest'
import { castMember } from './cast.ts'
import { classBehaviours } from './class-behaviour.ts'
import type { ClassId } from './fleet-plan.ts'
import { nextAct, type Act, type PlayedOrder, type RepairPlan } from './next-act.ts'
import { accessCheck, holdsLimited, repairScope, scopeChecks } from './repair-scope.ts'

const MINUTE_MS = 60_000
const failedMs = Date.UTC(2026, 10, 18, 9)
const traitsOf = (classId: ClassId) =>
  classTraits(classId, { ionising: !['mri', 'ultrasound'].includes(classId), magnet: classId === 'mri' })
const around = { suppliers: [], capabilities: [], hasAnotherOpen: false }
const both = { supplier: true, customer: true }
const cases = Object.entries(classBehaviours).flatMap(([classId, { causes }]) =>
  causes.map(([cause]) => [classId as ClassId, cause] as const),
)

const planOf = (classId: ClassId, cause: string, more: Partial<RepairPlan> = {}): RepairPlan => ({
  classId,
  cause,
  kind: 'failure',
  fromMs: failedMs,
  mendedMs: failedMs + 200 * MINUTE_MS,
  backMs: failedMs + 240 * MINUTE_MS,
  neededPart: false,
  remote: false,
  ...more,
})

const openingOf = (classId: ClassId): Opening => ({
  workOrderId: 'WO-1',
  assetId: 'RYJ01-EX-001',
  trust: 'RYJ',
  traits: traitsOf(classId),
  faultAtMs: failedMs,
  scannerState: 'DOWN_UNPLANNED',
  priority: 'P2',
  summary: 'Does not start',
  example: true,
})

function seenBy(order: WorkOrder, steps: readonly string[]): PlayedOrder {
  const checks = [...accessChecks(order.opening.traits, order.remote), ...releaseChecks(order.scopes)].map(({ check, by, before }) => {
    const result = order.checks.find((record) => record.check === check)?.result
    return { check, by, before, ...(result !== undefined && { result }) }
  })
  return {
    status: order.status,
    accessGiven: order.accessGivenAtMs !== undefined,
    remote: order.remote,
    steps,
    partsAwaited: order.partsAwaited,
    checks,
    scopesOffered: scopesOffered(order.opening.traits, order.remote).map(({ code }) => code),
  }
}

/** The acts as the rules of maintenance read them. */
const commandOf = ({ command: { action, arriveAt, expectedAt, ...said } }: Act): Command =>
  ({
    action,
    ...said,
    ...(arriveAt !== undefined && { arriveAtMs: Date.parse(arriveAt as string) }),
    ...(expectedAt !== undefined && { expectedAtMs: Date.parse(expectedAt as string) }),
  }) as unknown as Command

/** Plays a work order minute by minute against the rules of maintenance, until nothing more happens. */
function played(
  plan: RepairPlan,
  plays = both,
): { readonly order: WorkOrder; readonly actions: readonly string[]; readonly lastMs: number } {
  let order = evolve(undefined, logCall(openingOf(plan.classId), { supplierId: 'siemens', terms: TERMS_WITHOUT_CONTRACT }, failedMs))
  const steps = ['call-logged']
  const actions: string[] = []
  let lastMs = failedMs
  for (let nowMs = failedMs; nowMs < plan.backMs + 60 * MINUTE_MS; nowMs += MINUTE_MS) {
    const act = nextAct(seenBy(order, steps), plan, nowMs, plays)
    if (act === undefined) continue
    const member = castMember(act.by, act.by === 'supplier-engineer' ? 'siemens' : 'RYJ')
    const actor = { ...member, acts: new Set(ACTIONS.filter((action) => GRANTED[member.role].includes(`work-order.${action}`))) }
    const decision = decide(commandOf(act), order, actor, nowMs, around)
    if ('refused' in decision) throw new Error(`${act.command.action}: ${decision.refused}`)
    for (const fact of decision.facts) {
      order = evolve(order, fact)
      steps.push(fact.step)
    }
    actions.push(act.command.action)
    lastMs = nowMs
  }
  return { order, actions, lastMs }
}

describe('the played parts', () => {
  it.each(cases)('mend and release %s after a fault of %s, by the rules of maintenance', (classId, cause) => {
    for (const neededPart of [false, true]) {
      const { order, lastMs } = played(planOf(classId, cause, { neededPart }))
      expect(order.status).toBe('CLOSED')
      expect(lastMs).toBeGreaterThanOrEqual(failedMs + 240 * MINUTE_MS)
      expect(lastMs).toBeLessThan(failedMs + 260 * MINUTE_MS)
    }
  })

  it('mend from a distance without anybody coming', () => {
    const { order, actions } = played(planOf('mri', 'computer-or-software', { remote: true }))
    expect(order.status).toBe('CLOSED')
    expect(actions).toEqual(['accept', 'diagnose', 'hand-back', 'record-check', 'release'])
  })

  it('wait for a part where one is needed', () => {
    expect(played(planOf('ct', 'detector', { neededPart: true })).actions).toEqual([
      'accept',
      'give-access',
      'arrive',
      'diagnose',
      'need-part',
      'part-arrived',
      'hand-back',
      'record-check',
      'release',
    ])
  })

  it('leave the other part to people', () => {
    const plan = planOf('ct', 'detector')
    expect(played(plan, { supplier: true, customer: false }).actions).toEqual(['accept'])
    expect(played(plan, { supplier: false, customer: true }).actions).toEqual([])
    expect(played(plan, { supplier: false, customer: false }).actions).toEqual([])
  })

  it('call off the supplier of a service that only ran late', () => {
    const { order, actions } = played(planOf('mri', 'planned-service', { kind: 'service' }))
    expect(order.status).toBe('CANCELLED')
    expect(actions).toEqual(['cancel'])
  })
})

describe('the scopes of example repairs', () => {
  it.each(cases)('ask on %s after a fault of %s for the checks that the rules ask for', (classId, cause) => {
    const scope = repairScope(classId, cause)
    const named = (checks: readonly { readonly check: string; readonly by: string }[]) =>
      checks.map(({ check, by }) => `${check} by ${by}`).toSorted()
    expect(named(scopeChecks(scope))).toEqual(named(releaseChecks([scope])))
    expect(scopesOffered(traitsOf(classId), false).map(({ code }) => code)).toContain(scope)
    const access = accessCheck(classId)
    expect(named(access === undefined ? [] : [access])).toEqual(named(accessChecks(traitsOf(classId), false)))
  })

  it('hold a limited scanner only where the safety of its use is touched', () => {
    expect(['tube', 'magnet', 'gradient', 'table', 'coil', 'routine-repair'].filter((scope) => holdsLimited(scope as 'tube'))).toEqual([
      'tube',
      'magnet',
      'gradient',
    ])
  })
})
