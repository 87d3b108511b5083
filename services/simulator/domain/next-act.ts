import type { CastRole, CheckingRole } from './cast.ts'
import type { ClassId } from './fleet-plan.ts'
import { repairScope } from './repair-scope.ts'
import { partFor } from './storyline.ts'

const MINUTE_MS = 60_000

/** How a failure that the simulator made is to be mended. */
export interface RepairPlan {
  readonly classId: ClassId
  readonly cause: string
  readonly kind: 'failure' | 'limited' | 'service' | 'external'
  readonly fromMs: number
  readonly mendedMs: number
  readonly backMs: number
  readonly neededPart: boolean
  /** Mended from a distance, so that nobody comes. */
  readonly remote: boolean
}

/** A check the customer records, and what came of it. */
export interface PlayedCheck {
  readonly check: string
  readonly by: CheckingRole
  readonly before?: 'access' | 'release'
  readonly result?: string
}

/** As much of a work order as the players look at. */
export interface PlayedOrder {
  readonly status: 'NEW' | 'ACCEPTED' | 'ON_SITE' | 'WAITING_FOR_PART' | 'AWAITING_CHECKS' | 'CLOSED' | 'CANCELLED'
  readonly accessGiven: boolean
  readonly remote: boolean
  /** The steps so far, by name. */
  readonly steps: readonly string[]
  readonly partsAwaited: readonly string[]
  readonly checks: readonly PlayedCheck[]
  readonly scopesOffered: readonly string[]
}

/** Which parts are played; the others are left to people. */
export interface Plays {
  readonly supplier: boolean
  readonly customer: boolean
}

/** One act on a work order, and whose it is. */
export interface Act {
  readonly by: CastRole
  readonly command: { readonly action: string; readonly [said: string]: unknown }
}

/** When each step falls, as a share of the time from failure to hand-back. */
const SHARES = { accept: 0.12, access: 0.2, arrive: 0.4, diagnose: 0.5, needPart: 0.55, partArrives: 0.85, handBack: 1 } as const

/**
 * What the one whose turn it is does to a work order now, or nothing while it is not yet time.
 *
 * It looks only at where the work order stands, so that people may do any step themselves at any moment.
 */
export function nextAct(order: PlayedOrder, plan: RepairPlan, nowMs: number, plays: Plays): Act | undefined {
  if (plan.kind === 'service' || plan.kind === 'external') return plays.customer ? calledOff(order, plan, nowMs) : undefined
  return (plays.customer ? customerAct(order, plan, nowMs) : undefined) ?? (plays.supplier ? supplierAct(order, plan, nowMs) : undefined)
}

/** A service that ran late called for a supplier who is not needed: it is over. */
function calledOff({ status }: PlayedOrder, { backMs }: RepairPlan, nowMs: number): Act | undefined {
  if (nowMs < backMs || (status !== 'NEW' && status !== 'ACCEPTED')) return undefined
  return { by: 'radiology-lead', command: { action: 'cancel', reason: 'false-alarm', note: 'The planned work ran late and is over.' } }
}

function customerAct(order: PlayedOrder, plan: RepairPlan, nowMs: number): Act | undefined {
  const { status, checks, accessGiven, remote } = order
  if (status === 'AWAITING_CHECKS') return checksAct(order, plan, nowMs)
  const isUnderWay = status === 'ACCEPTED' || status === 'ON_SITE' || status === 'WAITING_FOR_PART'
  if (!isUnderWay || accessGiven || remote || nowMs < due(plan, SHARES.access)) return undefined
  const open = checks.find(({ before, result }) => before === 'access' && result === undefined)
  return open === undefined ? { by: 'radiology-lead', command: { action: 'give-access' } } : passed(open)
}

/** The checks one after another, evenly until the release. */
function checksAct({ checks }: PlayedOrder, { mendedMs, backMs }: RepairPlan, nowMs: number): Act | undefined {
  const wanted = checks.filter(({ before }) => before !== 'access')
  const index = wanted.findIndex(({ result }) => result === undefined)
  const dueMs = index < 0 ? backMs : mendedMs + ((backMs - mendedMs) * (index + 1)) / (wanted.length + 1)
  if (nowMs < dueMs) return undefined
  const open = wanted[index]
  return open === undefined ? { by: 'radiology-lead', command: { action: 'release' } } : passed(open)
}

const passed = ({ check, by }: PlayedCheck): Act => ({ by, command: { action: 'record-check', check, result: 'pass' } })

function supplierAct(order: PlayedOrder, plan: RepairPlan, nowMs: number): Act | undefined {
  const is = (share: number): boolean => nowMs >= due(plan, share)
  const did = (step: string): boolean => order.steps.includes(step)
  const by = 'supplier-engineer'
  switch (order.status) {
    case 'NEW':
      return is(SHARES.accept) ? { by, command: acceptance(plan, nowMs) } : undefined
    case 'ACCEPTED':
      if (order.remote) return worked(order, plan, is, did)
      return is(SHARES.arrive) && order.accessGiven ? { by, command: { action: 'arrive' } } : undefined
    case 'ON_SITE':
      return worked(order, plan, is, did)
    case 'WAITING_FOR_PART': {
      const [part] = order.partsAwaited
      return is(SHARES.partArrives) && part !== undefined ? { by, command: { action: 'part-arrived', part } } : undefined
    }
    default:
      return undefined
  }
}

const acceptance = (plan: RepairPlan, nowMs: number): Act['command'] =>
  plan.remote
    ? { action: 'accept', remote: true }
    : { action: 'accept', arriveAt: instant(Math.max(nowMs + MINUTE_MS, due(plan, SHARES.arrive))) }

/** What an engineer does once at work, on site or from a distance. */
function worked(order: PlayedOrder, plan: RepairPlan, is: (share: number) => boolean, did: (step: string) => boolean): Act | undefined {
  const by = 'supplier-engineer'
  const cause = plan.cause.replaceAll('-', ' ')
  if (!did('diagnosed')) return is(SHARES.diagnose) ? { by, command: { action: 'diagnose', finding: `Fault found: ${cause}` } } : undefined
  if (plan.neededPart && !order.remote && !did('part-needed')) {
    const expectedAt = instant(due(plan, SHARES.partArrives))
    return is(SHARES.needPart) && !is(SHARES.partArrives)
      ? { by, command: { action: 'need-part', part: partFor(plan.cause), expectedAt } }
      : handedBack(order, plan, is)
  }
  return handedBack(order, plan, is)
}

function handedBack(
  { accessGiven, remote, scopesOffered }: PlayedOrder,
  plan: RepairPlan,
  is: (share: number) => boolean,
): Act | undefined {
  if (!is(SHARES.handBack) || !(accessGiven || remote)) return undefined
  const wanted = remote ? 'remote-fix' : repairScope(plan.classId, plan.cause)
  const scope = scopesOffered.includes(wanted) ? wanted : scopesOffered[0]
  if (scope === undefined) return undefined
  return { by: 'supplier-engineer', command: { action: 'hand-back', scope: [scope], work: `Repaired: ${plan.cause.replaceAll('-', ' ')}` } }
}

const due = ({ fromMs, mendedMs }: RepairPlan, share: number): number => fromMs + (mendedMs - fromMs) * share

const instant = (ms: number): string => new Date(ms).toISOString()
