import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSupplier, type Actor } from './actor.ts'
import { clocks } from './clocks.ts'
import { ACTIONS, type Action, type Command } from './command.ts'
import { deadlines } from './deadlines.ts'
import { allowedActions, decide } from './decide.ts'
import { evolve, replay } from './evolve.ts'
import { AROUND, MINUTE_MS, MRI, newOrder, NINE_MS, OFFICE_HOURS, someone } from './example-order.ts'
import type { Fact, Step } from './fact.ts'
import { logCall } from './platform-acts.ts'
import { accessChecks, releaseChecks, scopesOffered } from './return-to-use.ts'
import { CHECKS, SCOPES } from './return-to-use-rules.ts'
import { isOpen, runningPause, type WorkOrder } from './work-order.ts'

const roles = ['radiology-manager', 'radiology-lead', 'medical-physicist', 'supplier-desk', 'supplier-engineer', 'estates-planner']
const anyActor = fc
  .tuple(fc.constantFrom(...roles), fc.constantFrom('RYJ', 'RYJ', 'RQM'), fc.constantFrom('alpha-imaging', 'alpha-imaging', 'beta-care'))
  .map(([role, trust, supplier]): Actor => someone(role, isSupplier({ role }) ? supplier : trust))
const instant = fc.integer({ min: -60, max: 5_000 }).map((minutes) => NINE_MS + minutes * MINUTE_MS)
const anyCommand: fc.Arbitrary<Command> = fc.constantFrom(...ACTIONS).chain((action): fc.Arbitrary<Command> => {
  switch (action) {
    case 'accept':
      return fc.record({ action: fc.constant(action), remote: fc.boolean() })
    case 'decline':
    case 'reassign':
      return fc.record({
        action: fc.constant(action),
        reason: fc.constant('x'),
        supplierId: fc.constantFrom('alpha-imaging', 'beta-care'),
      }) as fc.Arbitrary<Command>
    case 'change-promise':
      return fc.record({
        action: fc.constant(action),
        promise: fc.constantFrom('arrival', 'part', 'repair'),
        atMs: instant,
        reason: fc.constant('x'),
      })
    case 'diagnose':
      return fc.constant({ action, finding: 'x' })
    case 'need-part':
    case 'part-arrived':
      return fc.record({ action: fc.constant(action), part: fc.constantFrom('fan', 'tube') })
    case 'pause':
      return fc.record({ action: fc.constant(action), reason: fc.constantFrom('no-access', 'awaiting-customer-checks') })
    case 'hand-back':
      return fc.record({
        action: fc.constant(action),
        scope: fc.subarray(Object.keys(SCOPES), { minLength: 1, maxLength: 2 }),
        work: fc.constant('x'),
      })
    case 'record-check':
      return fc.record({
        action: fc.constant(action),
        check: fc.constantFrom(...Object.keys(CHECKS)),
        result: fc.constantFrom('pass', 'pass', 'fail', 'not-needed'),
        note: fc.constant('x'),
      })
    case 'release':
      return fc.constantFrom<Command>(
        { action },
        { action, limits: 'x', canStill: ['head'] },
        { action, limits: 'x', canStill: ['head'], followUp: false },
      )
    case 'cancel':
      return fc.record({ action: fc.constant(action), reason: fc.constantFrom('false-alarm', 'duplicate') })
    default:
      return fc.constant({ action })
  }
})

interface Told {
  readonly actor: Actor
  readonly command: Command
  readonly waitMs: number
  /** When given, something sensible is done instead: this one of all that is allowed now. */
  readonly choice: number | undefined
}
const anyStory = fc.array(
  fc.record<Told>({
    actor: anyActor,
    command: anyCommand,
    waitMs: fc.integer({ min: 0, max: 300 }).map((minutes) => minutes * MINUTE_MS),
    choice: fc.option(fc.nat(1_000), { nil: undefined, freq: 4 }),
  }),
  { maxLength: 80 },
)

const STEP_OF: Readonly<Record<Action, Step>> = {
  accept: 'accepted',
  decline: 'declined',
  'change-promise': 'promise-changed',
  'start-travel': 'travel-started',
  arrive: 'arrived',
  diagnose: 'diagnosed',
  'need-part': 'part-needed',
  'part-arrived': 'part-arrived',
  pause: 'paused',
  resume: 'resumed',
  'hand-back': 'handed-back',
  'give-access': 'access-given',
  'record-check': 'check-recorded',
  release: 'released',
  reassign: 'reassigned',
  cancel: 'cancelled',
}

const people: readonly Actor[] = [
  ...['radiology-manager', 'radiology-lead', 'medical-physicist'].map((role) => someone(role, 'RYJ')),
  ...['alpha-imaging', 'beta-care'].map((organisation) => someone('supplier-engineer', organisation)),
]

/** What leads away from return to use, and is chosen less often for it. */
const DETOURS: ReadonlySet<Action> = new Set(['cancel', 'decline', 'reassign', 'pause', 'need-part', 'change-promise', 'diagnose'])

/** Random acts are nearly all refused; so that stories lead somewhere, others are chosen among what is allowed. */
function sensible(order: WorkOrder, choice: number, nowMs: number): Pick<Told, 'actor' | 'command'> | undefined {
  const goesStraight = choice % 5 !== 0
  const options = people.flatMap((actor) =>
    allowedActions(order, actor)
      .filter((action) => !goesStraight || !DETOURS.has(action))
      .map((action) => ({ actor, action })),
  )
  const chosen = options[choice % Math.max(1, options.length)]
  if (chosen === undefined) return undefined
  const { actor, action } = chosen
  const says = {
    ...{ reason: 'x', finding: 'x', part: order.partsAwaited[0] ?? 'fan', work: 'x', promise: 'repair', atMs: nowMs + choice * MINUTE_MS },
    scope: [scopesOffered(order.opening.traits, order.remote)[choice % 2]?.code ?? 'table'],
    supplierId: order.assignment.supplierId === 'beta-care' ? 'alpha-imaging' : 'beta-care',
    check:
      [...accessChecks(order.opening.traits, order.remote), ...releaseChecks(order.scopes)].filter(({ by }) => by === actor.role)[
        choice % 2
      ]?.check ?? 'local-checks',
    result: choice % 7 === 0 ? 'fail' : 'pass',
    note: 'x',
  }
  const command = {
    action,
    ...says,
    ...(action === 'pause' && { reason: 'no-access' }),
    ...(action === 'cancel' && { reason: 'false-alarm' }),
  }
  return { actor, command: command as unknown as Command }
}

function lived(
  story: readonly Told[],
  traits = newOrder().opening.traits,
  visit: (before: WorkOrder, told: Told, facts: readonly Fact[], nowMs: number) => void = () => {},
) {
  const { opening } = newOrder({ opening: { traits } })
  const facts: Fact[] = [logCall(opening, { supplierId: 'alpha-imaging', contractId: 'C-1', terms: OFFICE_HOURS }, NINE_MS)]
  let order = replay(facts)
  let nowMs = NINE_MS
  for (const drawn of story) {
    const told = { ...drawn, ...(drawn.choice !== undefined && sensible(order, drawn.choice, nowMs)) }
    nowMs += told.waitMs
    const decision = decide(told.command, order, told.actor, nowMs, AROUND)
    const followed = 'facts' in decision ? decision.facts : []
    visit(order, told, followed, nowMs)
    order = followed.reduce<WorkOrder>(evolve, order)
    facts.push(...followed)
  }
  return { order, facts, nowMs }
}

describe('any sequence of acts', () => {
  it('reaches, in these tests, every step there is', () => {
    const reached = new Set(
      fc
        .sample(anyStory, { numRuns: 300, seed: 7 })
        .flatMap((story, index) => lived(story, index % 2 === 0 ? MRI : undefined).facts.map(({ step }) => step)),
    )
    expect([...reached].toSorted()).toEqual([...ACTIONS.map((action) => STEP_OF[action]), 'call-logged'].toSorted())
  })

  it('never lets a supplier release, hand the area over, record a check, cancel or choose the supplier', () => {
    const customers = new Set(['released', 'access-given', 'check-recorded', 'cancelled', 'reassigned'])
    fc.assert(
      fc.property(anyStory, fc.boolean(), (story, isMri) => {
        const { facts } = lived(story, isMri ? MRI : undefined)
        for (const fact of facts) if (customers.has(fact.step)) expect(isSupplier(fact.by)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it('does nothing that was not among the actions allowed, and allows nothing to another organisation', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        lived(story, undefined, (before, { actor, command }, facts) => {
          if (facts.length > 0) expect(allowedActions(before, actor)).toContain(command.action)
          const isOwn = actor.organisation === (isSupplier(actor) ? before.assignment.supplierId : 'RYJ')
          if (!isOwn) expect(facts).toEqual([])
        })
      }),
      { numRuns: 200 },
    )
  })

  it('adds up to the same state when its facts are replayed, also through JSON', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const { order, facts } = lived(story)
        expect(replay(facts)).toEqual(order)
        expect(replay(JSON.parse(JSON.stringify(facts)) as Fact[])).toEqual(order)
        expect(JSON.parse(JSON.stringify(order))).toEqual(order)
        expect(order.sequence).toBe(facts.length)
      }),
      { numRuns: 200 },
    )
  })

  it('leaves a closed work order closed, without a running pause or a deadline', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const { order } = lived(story, undefined, (before, _, facts) => void (isOpen(before) || expect(facts).toEqual([])))
        if (isOpen(order)) return
        expect(runningPause(order)).toBeUndefined()
        expect(deadlines(order)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('releases only what passed every check of its scope since it was last handed back', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        lived(story, undefined, (before, _, facts) => {
          if (facts.every(({ step }) => step !== 'released')) return
          const wanted = before.scopes.flatMap((scope) => SCOPES[scope]?.checks ?? [])
          for (const check of wanted) expect(before.checks.find((record) => record.check === check)?.result).not.toBe('fail')
          expect(before.checks.length).toBeGreaterThan(0)
        })
      }),
      { numRuns: 200 },
    )
  })

  it('never reads a clock below zero, above the time gone by, or turned back', () => {
    fc.assert(
      fc.property(anyStory, fc.nat(5_000), (story, laterMinutes) => {
        const { order, nowMs } = lived(story)
        const later = new Map(clocks(order, nowMs + laterMinutes * MINUTE_MS).map((clock) => [clock.name, clock]))
        for (const clock of clocks(order, nowMs)) {
          expect(clock.usedMs).toBeGreaterThanOrEqual(0)
          expect(clock.usedMs).toBeLessThanOrEqual(Math.max(0, nowMs - clock.startedAtMs))
          expect(later.get(clock.name)?.usedMs).toBeGreaterThanOrEqual(clock.usedMs)
        }
      }),
      { numRuns: 200 },
    )
  })
})
