import { describe, expect, it } from 'vitest'
import type { Actor } from './actor.ts'
import type { Command } from './command.ts'
import { allowedActions, decide } from './decide.ts'
import {
  acted,
  afterActs,
  AROUND,
  engineer,
  handedBack,
  HOUR_MS,
  lead,
  radiologyManager,
  MINUTE_MS,
  MRI,
  newOrder,
  NINE_MS,
  OFFICE_HOURS,
  physicist,
  someone,
  workedOn,
} from './example-order.ts'
import { nextStep } from './next-step.ts'
import { releaseBlocks } from './release-blocks.ts'
import type { WorkOrder } from './work-order.ts'

const refusal = (order: WorkOrder, actor: Actor, command: Command, around = AROUND): string => {
  const decision = decide(command, order, actor, NINE_MS + 3 * HOUR_MS, around)
  return 'refused' in decision ? decision.refused : 'accepted'
}
const steps = (order: WorkOrder, actor: Actor, command: Command, around = AROUND): string[] => {
  const decision = decide(command, order, actor, NINE_MS + HOUR_MS, around)
  return 'facts' in decision ? decision.facts.map(({ step }) => step) : [decision.refused]
}

describe('a work order', () => {
  it('goes from call to return to use: accept, arrive, access, hand-back, checks, release', () => {
    const back = handedBack(['routine-repair'])
    expect(back.status).toBe('AWAITING_CHECKS')
    const checked = acted(back, lead, { action: 'record-check', check: 'local-checks', result: 'pass' }, NINE_MS + 3 * HOUR_MS)
    const closed = acted(checked, lead, { action: 'release' }, NINE_MS + 4 * HOUR_MS)
    expect(closed).toMatchObject({ status: 'CLOSED', release: { releaseId: 'WO-1-R1' } })
    expect(refusal(closed, engineer, { action: 'accept' })).toContain('closed')
  })

  it('needs no handover of the area for a fix from a distance, but still the user’s decision', () => {
    const accepted = acted(newOrder(), engineer, { action: 'accept', remote: true }, NINE_MS)
    expect(refusal(accepted, lead, { action: 'give-access' })).toContain('from a distance')
    const back = acted(accepted, engineer, { action: 'hand-back', scope: ['remote-fix'], work: 'Restarted.' }, NINE_MS + HOUR_MS)
    expect(refusal(back, lead, { action: 'release' })).toContain('Report of the remote work')
    const read = acted(back, lead, { action: 'record-check', check: 'report-read', result: 'pass' }, NINE_MS + 2 * HOUR_MS)
    expect(acted(read, lead, { action: 'release' }, NINE_MS + 2 * HOUR_MS).status).toBe('CLOSED')
  })

  it('refuses a tube replaced from a distance, and a magnet in a CT', () => {
    const remote = acted(newOrder(), engineer, { action: 'accept', remote: true }, NINE_MS)
    expect(refusal(remote, engineer, { action: 'hand-back', scope: ['tube'], work: 'x' })).toContain('not a scope of work here')
    expect(refusal(workedOn(), engineer, { action: 'hand-back', scope: ['magnet'], work: 'x' })).toContain('not a scope of work here')
  })

  it('refuses a hand-back before anyone was there, or before the area was handed over', () => {
    const accepted = acted(newOrder(), engineer, { action: 'accept' }, NINE_MS)
    expect(refusal(accepted, engineer, { action: 'hand-back', scope: ['table'], work: 'x' })).toContain('Nobody has been on site')
    const arrived = acted(accepted, engineer, { action: 'arrive' }, NINE_MS)
    expect(refusal(arrived, engineer, { action: 'hand-back', scope: ['table'], work: 'x' })).toContain('not handed the area over')
  })

  it('asks for the screening of MRI engineers before the area is handed over', () => {
    const order = newOrder({ opening: { traits: MRI } })
    expect(refusal(order, lead, { action: 'give-access' })).toContain('screened')
    expect(allowedActions(order, lead)).not.toContain('give-access')
    const screened = acted(order, lead, { action: 'record-check', check: 'engineer-screening', result: 'pass' }, NINE_MS)
    expect(acted(screened, lead, { action: 'give-access' }, NINE_MS).accessGivenAtMs).toBe(NINE_MS)
  })

  it('asks for the MR Safety Expert’s advice after magnet or gradient work, and the Responsible Person', () => {
    const order = newOrder({ opening: { traits: MRI } })
    const blocks = releaseBlocks(handedBack(['gradient'], order)).join(' ')
    expect(blocks).toContain('MR Safety Expert')
    expect(blocks).toContain('MR Responsible Person')
  })

  it('blocks the release of a new tube until critical examination, acceptance and local checks are all recorded', () => {
    const back = handedBack(['tube', 'routine-repair'])
    expect(releaseBlocks(back)).toHaveLength(3)
    expect(allowedActions(back, lead)).not.toContain('release')
    expect(refusal(back, lead, { action: 'record-check', check: 'acceptance', result: 'pass' })).toContain('medical physicist')
    expect(refusal(back, physicist, { action: 'record-check', check: 'acceptance', result: 'not-needed', note: 'x' })).toContain(
      'always needed',
    )
    const checked = afterActs(back, [
      [physicist, { action: 'record-check', check: 'critical-examination', result: 'pass' }],
      [physicist, { action: 'record-check', check: 'acceptance', result: 'pass' }],
      [lead, { action: 'record-check', check: 'local-checks', result: 'pass' }],
    ])
    expect(releaseBlocks(checked)).toEqual([])
    expect(allowedActions(checked, physicist)).toContain('release')
  })

  it('re-opens the work when a check fails, and asks for the whole handover again', () => {
    const failed = acted(
      handedBack(['routine-repair']),
      lead,
      { action: 'record-check', check: 'local-checks', result: 'fail', note: 'Artefacts.' },
      NINE_MS + 3 * HOUR_MS,
    )
    expect(failed).toMatchObject({ status: 'ACCEPTED', checks: [], scopes: [] })
    expect(nextStep(failed, 'Alpha Imaging')).toBe('A check failed: Alpha Imaging comes again.')
    const again = afterActs(
      failed,
      [
        [engineer, { action: 'arrive' }],
        [lead, { action: 'give-access' }],
        [engineer, { action: 'hand-back', scope: ['table'], work: 'x' }],
      ],
      NINE_MS + 4 * HOUR_MS,
    )
    const checked = acted(again, lead, { action: 'record-check', check: 'local-checks', result: 'pass' }, NINE_MS + 6 * HOUR_MS)
    expect(acted(checked, lead, { action: 'release' }, NINE_MS + 6 * HOUR_MS).release?.releaseId).toBe('WO-1-R2')
  })

  it('releases with limits only when told what the scanner can still do', () => {
    const checked = acted(
      handedBack(['table']),
      lead,
      { action: 'record-check', check: 'local-checks', result: 'pass' },
      NINE_MS + 3 * HOUR_MS,
    )
    expect(refusal(checked, lead, { action: 'release', limits: 'Table to 120 kg.' })).toContain('can still do')
    expect(refusal(checked, lead, { action: 'release', limits: 'x', canStill: ['fly'] })).toContain('“fly”')
    const limited = acted(checked, lead, { action: 'release', limits: 'Table to 120 kg.', canStill: ['head'] }, NINE_MS + 4 * HOUR_MS)
    expect(limited.release).toMatchObject({ limits: 'Table to 120 kg.', canStill: ['head'] })
  })

  it('goes back to the radiology manager when it is declined, or on to the next supplier with a contract', () => {
    expect(steps(newOrder(), engineer, { action: 'decline', reason: 'No engineer.' })).toEqual(['declined'])
    const alternative = { supplierId: 'beta-care', contractId: 'C-2', terms: OFFICE_HOURS }
    expect(steps(newOrder(), engineer, { action: 'decline', reason: 'No engineer.' }, { ...AROUND, alternative })).toEqual([
      'declined',
      'reassigned',
    ])
  })

  it('is the new supplier’s alone once re-assigned, with its own clocks', () => {
    const declined = acted(newOrder(), engineer, { action: 'decline', reason: 'No engineer.' }, NINE_MS + HOUR_MS)
    expect(refusal(declined, engineer, { action: 'accept' })).toContain('chooses who takes it')
    expect(refusal(declined, radiologyManager, { action: 'reassign', supplierId: 'nobody', reason: 'x' })).toContain('no contract')
    const given = acted(
      declined,
      radiologyManager,
      { action: 'reassign', supplierId: 'beta-care', reason: 'Free today.' },
      NINE_MS + 2 * HOUR_MS,
    )
    expect(given).toMatchObject({
      status: 'NEW',
      assignedAtMs: NINE_MS + 2 * HOUR_MS,
      assignment: { supplierId: 'beta-care', contractId: 'C-2' },
    })
    expect(refusal(given, engineer, { action: 'accept' })).toContain('another supplier')
  })

  it('holds nobody to what another supplier promised, and hands on nothing of what that one found or did', () => {
    const worked = afterActs(
      handedBack(['table']),
      [[lead, { action: 'record-check', check: 'local-checks', result: 'fail', note: 'x' }]],
      NINE_MS + 3 * HOUR_MS,
    )
    const atMs = NINE_MS + 5 * HOUR_MS
    const promised = acted(worked, engineer, { action: 'change-promise', promise: 'repair', atMs: atMs + HOUR_MS, reason: 'x' }, atMs)
    const declined = acted(promised, engineer, { action: 'decline', reason: 'x' }, atMs)
    const given = acted(declined, radiologyManager, { action: 'reassign', supplierId: 'beta-care', reason: 'x' }, atMs)
    expect(given.workDone).toBeUndefined()
    const taken = acted(given, someone('supplier-engineer', 'beta-care'), { action: 'accept' }, atMs)
    const change = { action: 'change-promise', promise: 'repair', atMs: atMs + 2 * HOUR_MS, reason: 'x' } as const
    expect(acted(taken, someone('supplier-engineer', 'beta-care'), change, atMs).promises.map(({ supplierId }) => supplierId)).toEqual([
      'alpha-imaging',
      'beta-care',
    ])
    const decision = decide(change, taken, someone('supplier-engineer', 'beta-care'), atMs, AROUND)
    expect('facts' in decision && decision.facts[0]).not.toHaveProperty('wasMs')
  })

  it('keeps every promised time with its reason', () => {
    const accepted = acted(newOrder(), engineer, { action: 'accept', arriveAtMs: NINE_MS + HOUR_MS }, NINE_MS)
    const moved = acted(
      accepted,
      engineer,
      { action: 'change-promise', promise: 'arrival', atMs: NINE_MS + 2 * HOUR_MS, reason: 'Traffic.' },
      NINE_MS + MINUTE_MS,
    )
    expect(moved.promises.map(({ atMs }) => atMs)).toEqual([NINE_MS + HOUR_MS, NINE_MS + 2 * HOUR_MS])
    expect(refusal(moved, engineer, { action: 'change-promise', promise: 'arrival', atMs: NINE_MS - 24 * HOUR_MS, reason: 'x' })).toContain(
      'past',
    )
  })

  it('waits for its parts, and goes on when the last has come', () => {
    const waiting = afterActs(
      workedOn(),
      [
        [engineer, { action: 'need-part', part: 'Cold head' }],
        [engineer, { action: 'need-part', part: 'Fan' }],
      ],
      NINE_MS + HOUR_MS,
    )
    const half = acted(waiting, engineer, { action: 'part-arrived', part: 'Fan' }, NINE_MS + 2 * HOUR_MS)
    expect(half.status).toBe('WAITING_FOR_PART')
    expect(refusal(half, engineer, { action: 'part-arrived', part: 'Fan' })).toContain('not awaited')
    expect(acted(half, engineer, { action: 'part-arrived', part: 'Cold head' }, NINE_MS + 3 * HOUR_MS).status).toBe('ON_SITE')
  })

  it('says that the clock runs again when access ends a pause for want of it, and before every hand-back', () => {
    const paused = afterActs(newOrder(), [
      [engineer, { action: 'accept' }],
      [engineer, { action: 'arrive' }],
      [engineer, { action: 'pause', reason: 'no-access' }],
    ])
    expect(steps(paused, lead, { action: 'give-access' })).toEqual(['access-given', 'resumed'])
    const checking = acted(workedOn(), engineer, { action: 'pause', reason: 'awaiting-customer-checks' }, NINE_MS + HOUR_MS)
    expect(steps(checking, engineer, { action: 'hand-back', scope: ['table'], work: 'x' })).toEqual(['resumed', 'handed-back'])
  })

  it('is cancelled as a false alarm only before an engineer has begun, and as a duplicate only beside another', () => {
    expect(acted(newOrder(), radiologyManager, { action: 'cancel', reason: 'false-alarm' }, NINE_MS).status).toBe('CANCELLED')
    expect(refusal(workedOn(), radiologyManager, { action: 'cancel', reason: 'false-alarm' })).toContain('An engineer has begun')
    expect(refusal(newOrder(), radiologyManager, { action: 'cancel', reason: 'duplicate' })).toContain('no duplicate')
    expect(
      acted(newOrder(), radiologyManager, { action: 'cancel', reason: 'duplicate' }, NINE_MS, { ...AROUND, hasAnotherOpen: true }).status,
    ).toBe('CANCELLED')
  })

  it('does not grow older for a form when the platform reminds or escalates', () => {
    const order = newOrder()
    expect(order.version).toBe(1)
    expect(acted(order, engineer, { action: 'accept' }, NINE_MS).version).toBe(2)
  })
})
