import { describe, expect, it } from 'vitest'
import { acted, AROUND, afterActs, engineer, HOUR_MS, lead, newOrder, NINE_MS, radiologyManager, someone } from '../domain/example-order.ts'
import { decide, evolve, type Actor, type Command, type Fact, type WorkOrder } from '../domain/index.ts'
import { workOrderPage } from './work-order-view.ts'

const names = {
  asset: () => undefined,
  site: () => undefined,
  supplier: (supplierId: string) => ({ 'alpha-imaging': 'Alpha Imaging', 'beta-care': 'Beta Care' })[supplierId] ?? supplierId,
}
const rival = someone('supplier-engineer', 'beta-care', 'Kim Wood')

/** Every field of a work order that a supplier is given, written by hand: a new one is a decision, not an accident. */
const GIVEN_TO_SUPPLIERS = [
  'workOrderId',
  'version',
  'assetId',
  'assetName',
  'classId',
  'siteCode',
  'siteName',
  'trust',
  'downtimeId',
  'supplierId',
  'supplierName',
  'priority',
  'status',
  'summary',
  'openedAt',
  'closedAt',
  'nextStep',
  'example',
  'clocks[].name',
  'clocks[].startedAt',
  'clocks[].dueAt',
  'clocks[].stoppedAt',
  'clocks[].breached',
  'clocks[].paused',
  'promises[].promise',
  'promises[].at',
  'promises[].toldAt',
  'promises[].reason',
  'steps[].step',
  'steps[].at',
  'steps[].text',
  'steps[].by.role',
  'steps[].by.organisation',
  'steps[].by.name',
  'checks[].check',
  'checks[].label',
  'checks[].by',
  'checks[].required',
  'checks[].before',
  'checks[].result',
  'checks[].note',
  'checks[].recordedAt',
  'scopesOffered[].code',
  'scopesOffered[].label',
  'scopes[]',
  'workDone',
  'accessGiven',
  'remote',
  'partsAwaited[]',
  'actions[]',
  'releaseBlockedBy[]',
  'follows',
  'followedBy',
]

function pathsIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => pathsIn(one, `${path}[]`))
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, one]) => pathsIn(one, path === '' ? name : `${path}.${name}`))
}

/** A work order that Alpha Imaging promised, mended badly and declined, and that was given to Beta Care, with the facts of each time. */
function storied(): { readonly order: WorkOrder; readonly facts: readonly { readonly supplierId: string; readonly fact: Fact }[] } {
  const told: { supplierId: string; fact: Fact }[] = []
  let order = newOrder()
  const act = (actor: Actor, command: Command, hours: number): void => {
    const decision = decide(command, order, actor, NINE_MS + hours * HOUR_MS, AROUND)
    if ('refused' in decision) throw new Error(decision.refused)
    for (const fact of decision.facts) {
      order = evolve(order, fact)
      told.push({ supplierId: order.assignment.supplierId, fact })
    }
  }
  act(engineer, { action: 'accept', arriveAtMs: NINE_MS + 2 * HOUR_MS }, 1)
  act(engineer, { action: 'change-promise', promise: 'arrival', atMs: NINE_MS + 3 * HOUR_MS, reason: 'Alpha is short of people.' }, 1)
  act(engineer, { action: 'arrive' }, 2)
  act(lead, { action: 'give-access' }, 2)
  act(engineer, { action: 'need-part', part: 'Alpha fan' }, 2)
  act(engineer, { action: 'part-arrived', part: 'Alpha fan' }, 3)
  act(engineer, { action: 'hand-back', scope: ['table'], work: 'Alpha’s own way.' }, 4)
  act(lead, { action: 'record-check', check: 'local-checks', result: 'fail', note: 'Still sticks.' }, 5)
  act(engineer, { action: 'decline', reason: 'Alpha cannot.' }, 6)
  act(radiologyManager, { action: 'reassign', supplierId: 'beta-care', reason: 'Alpha was too dear.' }, 7)
  return { order, facts: told }
}

const pageFor = (order: WorkOrder, actor: Actor, facts: readonly Fact[]) =>
  workOrderPage(order, actor, { names, facts, links: {}, suppliers: AROUND.suppliers, nowMs: NINE_MS + 30 * HOUR_MS })

describe('what a supplier is given of a work order', () => {
  it('is the fields written here and no others, wherever it stands', () => {
    const stories: readonly WorkOrder[] = [
      newOrder(),
      storied().order,
      acted(
        afterActs(newOrder(), [
          [engineer, { action: 'accept' }],
          [engineer, { action: 'need-part', part: 'Fan' }],
        ]),
        engineer,
        { action: 'pause', reason: 'no-access' },
        NINE_MS + HOUR_MS,
      ),
    ]
    for (const order of stories) {
      const actor = someone('supplier-engineer', order.assignment.supplierId)
      const page = {
        ...pageFor(
          order,
          actor,
          storied().facts.map(({ fact }) => fact),
        ),
        follows: 'WO-0',
        followedBy: 'WO-2',
      }
      expect(pathsIn(page).filter((path) => !GIVEN_TO_SUPPLIERS.includes(path))).toEqual([])
    }
  })

  it('says nothing of who had the work before, what they promised, found or did, or why it was taken from them', () => {
    const { order, facts } = storied()
    const own = facts.filter(({ supplierId }) => supplierId === 'beta-care').map(({ fact }) => fact)
    const page = pageFor(order, rival, own)
    expect(JSON.stringify(page)).not.toMatch(/alpha/i)
    expect(page.steps).toMatchObject([{ step: 'reassigned', text: 'Given to Beta Care.' }])
    expect(page).toMatchObject({ promises: [], checks: [] })
  })

  it('names its own people and nobody of the hospital’s', () => {
    const { order, facts } = storied()
    const page = pageFor(
      order,
      rival,
      facts.map(({ fact }) => fact),
    )
    const named = (organisation: string) => page.steps.filter(({ by }) => by.organisation === organisation && by.name !== undefined)
    expect(named('RYJ')).toEqual([])
    const first = pageFor(
      order,
      engineer,
      facts.map(({ fact }) => fact),
    )
    expect(first.steps.filter(({ by }) => by.name !== undefined).map(({ by }) => by.organisation)).toContain('alpha-imaging')
    expect(JSON.stringify(first)).not.toContain(lead.name)
  })

  it('is less than the trust is given, which reads everything and who else could have the work', () => {
    const { order, facts } = storied()
    const page = pageFor(
      order,
      radiologyManager,
      facts.map(({ fact }) => fact),
    )
    expect(page.steps).toHaveLength(facts.length)
    expect(page.steps.every(({ by }) => by.name !== undefined)).toBe(true)
    expect(page.promises).toHaveLength(2)
    expect(page.suppliersOffered).toEqual([{ supplierId: 'alpha-imaging', name: 'Alpha Imaging' }])
  })
})
