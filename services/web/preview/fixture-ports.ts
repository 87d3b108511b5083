import { ProblemError } from '@imaging/http'
import type { Actor, WorkOrder, WorkOrderAction } from '@imaging/schemas'
import type { Ports } from '../src/pages/pages.ts'
import { boardFixture, emptyBoardFixture, openOrdersFixture } from './board-fixture.ts'
import { feedFixture } from './feed-fixture.ts'
import * as fixture from './register-fixture.ts'

/** How the platform behind the pages is: full of data, just started, or half of it away. */
export type Scene = 'full' | 'empty' | 'failing'

const away = async (): Promise<never> => {
  throw new ProblemError(503, 'away', { isRemote: true })
}

const missing = (): never => {
  throw new ProblemError(404, 'No such thing', { isRemote: true })
}

const supplierActions: readonly WorkOrderAction[] = ['arrive', 'change-promise', 'diagnose', 'need-part', 'pause', 'hand-back', 'decline']

const orderFor = (actor: Actor, id: string): WorkOrder => {
  if (id === 'WO-1041')
    return fixture.workOrderFixture({
      actions: [
        ...(actor.role === 'supplier-engineer'
          ? supplierActions
          : actor.role === 'radiology-manager'
            ? (['give-access', 'reassign', 'cancel'] as const)
            : []),
      ],
    })
  if (id === 'WO-1044')
    return fixture.workOrderFixture({
      workOrderId: id,
      status: 'NEW',
      nextStep: 'GE HealthCare accepts or declines.',
      promises: [],
      actions: actor.role === 'supplier-engineer' ? ['accept', 'decline'] : ['reassign', 'cancel'],
    })
  if (id === 'WO-1040')
    return fixture.checkedOrderFixture({ workOrderId: id, actions: actor.role === 'radiology-lead' ? ['record-check'] : [] })
  if (id === 'WO-1039') {
    const checks = fixture.checkedOrderFixture({}).checks.map((check) => ({ ...check, result: 'pass' as const }))
    return fixture.checkedOrderFixture({
      workOrderId: id,
      checks,
      releaseBlockedBy: [],
      actions: actor.role === 'radiology-lead' ? ['release', 'record-check'] : [],
    })
  }
  return missing()
}

/** Ports that answer from fixtures, so that every page can be looked at without the platform. */
export const fixturePorts = (scene: Scene): Ports => {
  const isFull = scene === 'full'
  const orAway =
    <T>(answer: T) =>
    async (): Promise<T> =>
      scene === 'failing' ? away() : answer
  const board = { board: async () => (isFull ? boardFixture : emptyBoardFixture) }
  const ownOrders = async (actor: Actor) =>
    scene === 'failing'
      ? away()
      : isFull
        ? openOrdersFixture.filter(({ supplierId }) => actor.role !== 'supplier-engineer' || supplierId === actor.organisation)
        : []
  return {
    board: scene === 'failing' ? { board: async () => boardFixture } : board,
    orders: { openWorkOrders: ownOrders, workOrdersOf: orAway(isFull ? [fixture.workOrderFixture({})] : []) },
    feed: feedFixture(),
    register: {
      assets: async () => (scene === 'empty' ? [] : fixture.registerFixture),
      asset: async (_actor, id) => fixture.registerFixture.find(({ asset }) => asset.assetId === id) ?? missing(),
    },
    ledger: { figures: orAway(fixture.figuresFixture), events: async () => (isFull ? fixture.ledgerFixture : []) },
    readings: {
      conditions: orAway(isFull ? fixture.conditionsFixture : []),
      exams: orAway(
        isFull
          ? { assetId: 'NWL-002', lastExamAt: '2026-11-20T01:30:00.000Z', examsToday: 3, exams7Days: 212 }
          : { assetId: 'NWL-002', examsToday: 0, exams7Days: 0 },
      ),
      channels: async () => (isFull ? fixture.channelsFixture : []),
      series: async () => fixture.seriesFixture,
    },
    faults: { report: async () => (scene === 'failing' ? away() : { eventId: '019aa000-0000-7000-8000-000000000001' }) },
    desk: {
      workOrders: ownOrders,
      workOrder: async (actor, id) => orderFor(actor, id),
      act: async () => (scene === 'failing' ? away() : undefined),
    },
    downtime: {
      report: async (_actor, { groupBy }) =>
        isFull
          ? {
              ...fixture.downtimeFixture,
              groupBy,
              lines:
                groupBy === 'asset'
                  ? fixture.downtimeFixture.lines.map((each, index) => ({
                      ...each,
                      key: `NWL-00${index + 1}`,
                      label: `CT ${index + 1}, a hospital`,
                      assets: 1,
                    }))
                  : fixture.downtimeFixture.lines,
            }
          : { ...fixture.downtimeFixture, lines: [], byCause: [] },
      evidence: async () => (isFull ? fixture.evidenceFixture : []),
    },
    imports: {
      imports: async () => (isFull ? [fixture.importFixture] : []),
      upload: async () => ({ importId: 'imp-7' }),
      read: async (_actor, id) => (id === 'imp-7' ? fixture.importFixture : missing()),
      correct: async () => undefined,
      act: async () => undefined,
    },
    health: {
      services: async () => [
        { name: 'Register', state: 'serving', isReady: true, failing: [] },
        { name: 'Work orders', state: scene === 'failing' ? undefined : 'serving', isReady: scene !== 'failing', failing: [] },
        { name: 'Availability', state: 'serving', isReady: scene !== 'failing', failing: scene === 'failing' ? ['database'] : [] },
      ],
    },
  }
}
