import { ProblemError } from '@imaging/http'
import {
  isSupplierRole,
  type ActingIdentity,
  type DowntimeReport,
  type LabelledScanner,
  type WorkOrder,
  type WorkOrderAction,
  type WorkOrderSummary,
} from '@imaging/schemas'
import type { Ports } from '../src/pages/pages.ts'
import { accessPorts } from './access-fixture.ts'
import { boardFixture, emptyBoardFixture, openOrdersFixture } from './board-fixture.ts'
import { feedFixture } from './feed-fixture.ts'
import { photoFixture } from './photo-fixture.ts'
import * as fixture from './register-fixture.ts'

/** How the platform behind the pages is: full of data, just started, or half of it away. */
export type Scene = 'full' | 'empty' | 'failing'

const away = async (): Promise<never> => {
  throw new ProblemError(503, 'away', { isRemote: true })
}

const missing = (): never => {
  throw new ProblemError(404, 'No such thing', { isRemote: true })
}

/** An answer that is not given while the platform fails. */
const orAway =
  <T>(scene: Scene, full: T, empty: T) =>
  async (): Promise<T> =>
    scene === 'failing' ? away() : scene === 'full' ? full : empty

const supplierActions: readonly WorkOrderAction[] = ['arrive', 'change-promise', 'diagnose', 'need-part', 'pause', 'hand-back', 'decline']

/** What each role may do to the work order under way. */
const actionsNow = ({ role }: ActingIdentity): WorkOrderAction[] => {
  if (role === 'supplier-engineer') return [...supplierActions]
  return role === 'radiology-manager' ? ['give-access', 'reassign', 'cancel'] : []
}

/** One work order at each step: new, under way, waiting for checks, ready to be released. */
const orderFor = (identity: ActingIdentity, workOrderId: string): WorkOrder => {
  const isLead = identity.role === 'radiology-lead'
  if (workOrderId === 'WO-1041') return fixture.workOrderFixture({ actions: actionsNow(identity) })
  if (workOrderId === 'WO-1044') {
    const actions: WorkOrderAction[] = identity.role === 'supplier-engineer' ? ['accept', 'decline'] : ['reassign', 'cancel']
    return fixture.workOrderFixture({ workOrderId, status: 'NEW', nextStep: 'GE HealthCare accepts or declines.', promises: [], actions })
  }
  if (workOrderId === 'WO-1040') return fixture.checkedOrderFixture({ workOrderId, actions: isLead ? ['record-check'] : [] })
  if (workOrderId !== 'WO-1039') return missing()
  const checks = fixture.checkedOrderFixture({}).checks.map((check) => ({ ...check, result: 'pass' as const }))
  return fixture.checkedOrderFixture({ workOrderId, checks, releaseBlockedBy: [], actions: isLead ? ['release', 'record-check'] : [] })
}

const ordersOf =
  (scene: Scene) =>
  async ({ role, organisation }: ActingIdentity): Promise<readonly WorkOrderSummary[]> => {
    if (scene === 'failing') return away()
    return scene === 'empty' ? [] : openOrdersFixture.filter(({ supplierId }) => !isSupplierRole(role) || supplierId === organisation)
  }

const reportBy = (groupBy: DowntimeReport['groupBy']): DowntimeReport => {
  const { lines } = fixture.downtimeFixture
  const scanners = lines.map((line, index) => ({ ...line, key: `NWL-00${index + 1}`, label: `CT ${index + 1}, a hospital`, assets: 1 }))
  return { ...fixture.downtimeFixture, groupBy, lines: groupBy === 'asset' ? scanners : lines }
}

/** A scanner as its label tells of it. */
const labelled = (assetId: string): LabelledScanner => {
  const row = boardFixture.rows.find((each) => each.assetId === assetId) ?? missing()
  const { name, siteCode, siteName, trust, state, since, capabilities, heldReports } = row
  const heldSince = heldReports?.[0]?.reportedAt
  return { assetId, name, siteCode, siteName, trust, state, capabilities, ...(since && { since }), ...(heldSince && { heldSince }) }
}

const availabilityPorts = (scene: Scene): Pick<Ports, 'board' | 'feed' | 'ledger' | 'faults' | 'labels' | 'held' | 'downtime'> => ({
  board: { board: async () => (scene === 'empty' ? emptyBoardFixture : boardFixture) },
  feed: feedFixture(),
  ledger: {
    figures: orAway(scene, fixture.figuresFixture, fixture.figuresFixture),
    events: async () => (scene === 'full' ? fixture.ledgerFixture : []),
  },
  faults: { report: async () => ({ eventId: '019aa000-0000-7000-8000-000000000001' }) },
  labels: {
    scanner: async (assetId) => (scene === 'failing' ? away() : labelled(assetId)),
    report: async () => (scene === 'failing' ? away() : '019aa000-0000-7000-8000-000000000009'),
  },
  held: { confirm: async () => undefined, dismiss: async () => undefined },
  downtime: {
    report: async (_actor, { groupBy }) => (scene === 'full' ? reportBy(groupBy) : { ...fixture.downtimeFixture, lines: [], byCause: [] }),
    hours: async (_actor, _question, _opened, { offset, limit }) =>
      scene === 'full'
        ? { ...fixture.openedHoursFixture, stretches: fixture.openedHoursFixture.stretches.slice(offset, offset + limit) }
        : fixture.noOpenedHoursFixture,
    knownSince: async () => (scene === 'full' ? fixture.downtimeFixture.from : undefined),
  },
})

const maintenancePorts = (scene: Scene): Pick<Ports, 'orders' | 'desk' | 'photos'> => ({
  photos: photoFixture(scene),
  orders: { openWorkOrders: ordersOf(scene), workOrdersOf: orAway<readonly WorkOrder[]>(scene, [fixture.workOrderFixture({})], []) },
  desk: {
    workOrders: ordersOf(scene),
    workOrder: async (identity, id) => orderFor(identity, id),
    act: async () => undefined,
  },
})

const registerPorts = (scene: Scene): Pick<Ports, 'register' | 'readings' | 'imports'> => ({
  register: {
    assets: async () => (scene === 'empty' ? [] : fixture.registerFixture),
    asset: async (_actor, id) => fixture.registerFixture.find(({ asset }) => asset.assetId === id) ?? missing(),
    sites: async () => boardFixture.rows.map(({ siteCode, siteName }) => ({ siteCode, name: siteName })),
  },
  readings: {
    conditions: orAway(scene, fixture.conditionsFixture, []),
    exams: orAway(
      scene,
      { assetId: 'NWL-002', lastExamAt: '2026-11-20T01:30:00.000Z', examsToday: 3, exams7Days: 212 },
      { assetId: 'NWL-002', examsToday: 0, exams7Days: 0 },
    ),
    channels: async () => (scene === 'full' ? fixture.channelsFixture : []),
    series: async () => fixture.seriesFixture,
  },
  imports: {
    imports: async () => (scene === 'full' ? [fixture.importFixture] : []),
    upload: async () => ({ importId: 'imp-7' }),
    read: async (_actor, id) => (id === 'imp-7' ? fixture.importFixture : missing()),
    problems: async () => 'Row,Problem\r\n14,This is no date\r\n',
    correct: async () => undefined,
    act: async () => undefined,
  },
})

/** Ports that answer from fixtures, so that every page can be looked at without the platform. */
export const fixturePorts = (scene: Scene, signsIn?: string): Ports => ({
  ...accessPorts(scene, away, signsIn),
  ...availabilityPorts(scene),
  ...maintenancePorts(scene),
  ...registerPorts(scene),
  health: {
    services: async () => [
      { name: 'Register of scanners', state: 'serving', isReady: true, failing: [] },
      { name: 'Work orders', state: scene === 'failing' ? undefined : 'serving', isReady: scene !== 'failing', failing: [] },
      { name: 'Status and availability', state: 'serving', isReady: scene !== 'failing', failing: scene === 'failing' ? ['database'] : [] },
    ],
  },
})
