import type { Actor } from './actor.ts'
import type { Action, Command } from './command.ts'
import { decide, type Surroundings } from './decide.ts'
import { evolve } from './evolve.ts'
import type { Opening } from './fact.ts'
import { logCall } from './platform-acts.ts'
import { classTraits } from './return-to-use.ts'
import type { ServiceTerms } from './terms.ts'
import type { WorkOrder } from './work-order.ts'

/** Monday 2 March 2026, 09:00 in London. Example data for tests. */
export const NINE_MS = Date.UTC(2026, 2, 2, 9)
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000

const weekday = [{ from: '08:00', to: '18:00' }]

/** Cover on weekdays from 8:00 to 18:00: respond within 4, 8 and 16 hours, repair within 8, 16 and 40. */
export const OFFICE_HOURS: ServiceTerms = {
  runs: 'cover-hours',
  coverHours: {
    patterns: [{ week: { monday: weekday, tuesday: weekday, wednesday: weekday, thursday: weekday, friday: weekday } }],
  },
  clockStarts: 'call-logged-with-access',
  clockEnds: 'hand-back',
  responseMinutes: { P1: 240, P2: 480, P3: 960 },
  repairMinutes: { P1: 480, P2: 960, P3: 2_400 },
}

const ofSuppliers = ['accept', 'decline', 'change-promise', 'need-part', 'part-arrived', 'pause', 'resume'] as const
const ofTheSite = ['give-access', 'pause', 'resume', 'record-check', 'cancel'] as const

/**
 * What each role may do to a work order, written by hand from what each user comes for and from the handover form. A role that is not
 * here may do nothing.
 */
export const PARTS: Readonly<Record<string, readonly Action[]>> = {
  'supplier-desk': ofSuppliers,
  'supplier-engineer': [...ofSuppliers, 'start-travel', 'arrive', 'diagnose', 'hand-back'],
  'radiology-manager': [...ofTheSite, 'reassign'],
  'radiology-lead': [...ofTheSite, 'release'],
  'medical-physicist': ['record-check', 'release'],
}

/** Somebody with the part of their role. */
export const someone = (role: string, organisation: string, name = 'x'): Actor => ({
  name,
  role,
  organisation,
  acts: new Set(PARTS[role] ?? []),
})

export const engineer = someone('supplier-engineer', 'alpha-imaging', 'Sam Taylor')
export const lead = someone('radiology-lead', 'RYJ', 'Priya Shah')
export const radiologyManager = someone('radiology-manager', 'RYJ', 'Jo Bell')
export const physicist = someone('medical-physicist', 'RYJ', 'Ana Costa')

export const AROUND: Surroundings = {
  suppliers: [
    { supplierId: 'alpha-imaging', contractId: 'C-1', name: 'Alpha Imaging', terms: OFFICE_HOURS },
    { supplierId: 'beta-care', contractId: 'C-2', name: 'Beta Care', terms: { ...OFFICE_HOURS, runs: 'elapsed' } },
  ],
  capabilities: ['head', 'cardiac'],
  hasAnotherOpen: false,
}

/** A work order just called in for a CT that is down, unless told otherwise. */
export function newOrder({
  opening = {},
  terms = OFFICE_HOURS,
  atMs = NINE_MS,
}: { opening?: Partial<Opening>; terms?: ServiceTerms; atMs?: number } = {}): WorkOrder {
  const called = logCall(
    {
      workOrderId: 'WO-1',
      assetId: 'RYJ-CT-1',
      trust: 'RYJ',
      traits: classTraits('ct', { ionising: true, magnet: false }),
      downtimeId: '01890000-0000-7000-8000-000000000001',
      faultAtMs: atMs - 10 * MINUTE_MS,
      scannerState: 'DOWN_UNPLANNED',
      priority: 'P1',
      summary: 'Down.',
      example: true,
      ...opening,
    },
    { supplierId: 'alpha-imaging', contractId: 'C-1', terms },
    atMs,
  )
  return evolve(undefined, called)
}

export const MRI = classTraits('mri', { ionising: false, magnet: true })

/** The state after someone acts; throws the refusal, so that a test names it. */
export function acted(order: WorkOrder, actor: Actor, command: Command, atMs: number, around: Surroundings = AROUND): WorkOrder {
  const decision = decide(command, order, actor, atMs, around)
  if ('refused' in decision) throw new Error(decision.refused)
  return decision.facts.reduce<WorkOrder>(evolve, order)
}

/** Several acts, a minute apart. */
export const afterActs = (order: WorkOrder, acts: readonly (readonly [Actor, Command])[], fromMs = NINE_MS): WorkOrder =>
  acts.reduce((state, [actor, command], index) => acted(state, actor, command, fromMs + (index + 1) * MINUTE_MS), order)

/** On site, with the area handed over. */
export const workedOn = (order: WorkOrder = newOrder()): WorkOrder =>
  afterActs(order, [
    [engineer, { action: 'accept' }],
    [engineer, { action: 'arrive' }],
    ...(order.opening.traits.magnet ? [[lead, { action: 'record-check', check: 'engineer-screening', result: 'pass' }] as const] : []),
    [lead, { action: 'give-access' }],
  ])

/** Handed back after work of these scopes, at 11:00. */
export const handedBack = (scope: readonly string[], order: WorkOrder = newOrder()): WorkOrder =>
  acted(workedOn(order), engineer, { action: 'hand-back', scope, work: 'Mended.' }, NINE_MS + 2 * HOUR_MS)
