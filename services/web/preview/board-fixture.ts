import type { Board, BoardRow, HeldReport, StateInterval, WorkOrderSummary } from '@imaging/schemas'

/** The fixed "now" of the fixtures: a Friday, quarter past eight in the morning. */
export const fixtureNow = new Date('2026-11-20T08:15:00.000Z')

const HOUR_MS = 3_600_000
const nowMs = fixtureNow.getTime()

/** The instant so many hours before the fixtures' now. */
export const hoursAgo = (hours: number): string => new Date(nowMs - hours * HOUR_MS).toISOString()

const sites = [
  ['RYJ01', "St Mary's Hospital", 'RYJ', 'Imperial'],
  ['RYJ02', 'Charing Cross Hospital', 'RYJ', 'Imperial'],
  ['RYJ03', 'Hammersmith Hospital', 'RYJ', 'Imperial'],
  ['RYJ10', 'Wembley Community Diagnostic Centre', 'RYJ', 'Imperial'],
  ['RQM01', 'Chelsea and Westminster Hospital', 'RQM', 'Chelsea and Westminster'],
  ['RQM91', 'West Middlesex University Hospital', 'RQM', 'Chelsea and Westminster'],
  ['RAS01', 'Hillingdon Hospital', 'RAS', 'Hillingdon'],
  ['RAS02', 'Mount Vernon Hospital', 'RAS', 'Hillingdon'],
  ['R1K01', 'Northwick Park Hospital', 'R1K', 'London North West'],
  ['R1K04', 'Ealing Hospital', 'R1K', 'London North West'],
] as const

const scanners = [
  ['CT 1', 'ct', 'CT', ['cardiac-ct', 'trauma'], 'siemens', 'Siemens Healthineers', 4],
  ['CT 2', 'ct', 'CT', ['trauma', 'stroke'], 'ge', 'GE HealthCare', 4],
  ['MRI 1', 'mri', 'MRI', ['neuro', 'cardiac-mri'], 'philips', 'Philips', 2],
  ['MRI 2', 'mri', 'MRI', ['neuro'], 'siemens', 'Siemens Healthineers', 2],
  ['X-ray 1', 'x-ray', 'X-ray', ['general'], 'agfa', 'Agfa', 6],
  ['Ultrasound 1', 'ultrasound', 'Ultrasound', ['general'], 'canon', 'Canon Medical Systems', 3],
] as const

const up = (fromHours: number, toHours?: number): StateInterval => ({
  from: hoursAgo(fromHours),
  ...(toHours === undefined ? {} : { to: hoursAgo(toHours) }),
  state: 'UP',
  confirmed: true,
})

/** A spread of losses that looks like a fleet's, the same at every run. */
const lostDays = (seed: number): readonly number[] =>
  Array.from({ length: 90 }, (_, day) => ((day * 37 + seed * 61) % 97 < 4 ? ((day * 13 + seed) % 10) / 10 + 0.05 : 0))

const plainRow = (site: (typeof sites)[number], scanner: (typeof scanners)[number], index: number): BoardRow => {
  const last90Days = lostDays(index)
  const hoursLost90Days = Math.round(last90Days.reduce((sum, share) => sum + share * 12, 0) * 10) / 10
  const value = 1 - hoursLost90Days / 1080
  return {
    assetId: `NWL-${String(index + 1).padStart(3, '0')}`,
    name: scanner[0],
    classId: scanner[1],
    className: scanner[2],
    siteCode: site[0],
    siteName: site[1],
    trust: site[2],
    trustName: site[3],
    supplierId: scanner[4],
    supplierName: scanner[5],
    state: 'UP',
    since: hoursAgo(60 + index),
    health: index % 5 === 4 ? 'NOT_CONNECTED' : 'LIVE',
    capabilities: [...scanner[3]],
    last24h: [up(60)],
    last90Days: [...last90Days],
    hoursLost90Days,
    uptime: {
      value,
      lower: value - 0.014,
      upper: Math.min(1, value + 0.005),
      confirmedShare: 0.93,
      countedHours: 1080,
      lostHours: hoursLost90Days,
    },
    uptimeTarget: scanner[1] === 'ct' ? 0.98 : 0.97,
    slotsPerHour: scanner[6],
    lostSessionHoursToday: 0,
  }
}

/** A report from the label of a scanner that waits to be confirmed. */
export const heldReport = (number: number, ageHours: number, note: string, special: Partial<HeldReport> = {}): HeldReport => ({
  heldReportId: `019aa000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  assetId: `NWL-${String(number).padStart(3, '0')}`,
  state: 'DEGRADED',
  note,
  at: hoursAgo(ageHours),
  reportedAt: hoursAgo(ageHours),
  ...special,
})

/** What is different about the few scanners a huddle talks about, by their place in the list. */
const stories: ReadonlyMap<number, Partial<BoardRow>> = new Map<number, Partial<BoardRow>>([
  [
    1,
    {
      state: 'DOWN_UNPLANNED',
      since: hoursAgo(6.5),
      cause: 'tube-or-high-voltage',
      note: 'Tube arcing, scans abort',
      lostSessionHoursToday: 6,
      last24h: [up(60, 6.5), { from: hoursAgo(6.5), state: 'DOWN_UNPLANNED', confirmed: true }],
    },
  ],
  [
    14,
    {
      state: 'DOWN_UNPLANNED',
      since: hoursAgo(52),
      cause: 'cryogenics',
      note: 'Helium level low after the cold head stopped. The magnet is safe and ramped down, the cold head is on order from abroad, and the room stays closed until it is cold again',
      lostSessionHoursToday: 12,
      last24h: [{ from: hoursAgo(52), state: 'DOWN_UNPLANNED', confirmed: true }],
    },
  ],
  [
    20,
    {
      state: 'DEGRADED',
      since: hoursAgo(14),
      cause: 'rf-or-coil',
      note: 'Cardiac coil not detected',
      canStill: ['neuro'],
      lostSessionHoursToday: 2,
      last24h: [up(60, 14), { from: hoursAgo(14), state: 'DEGRADED', confirmed: true }],
    },
  ],
  [
    26,
    {
      state: 'DOWN_PLANNED',
      since: hoursAgo(1.2),
      agreedEnd: hoursAgo(-8.25),
      cause: 'planned-service',
      last24h: [up(60, 1.2), { from: hoursAgo(1.2), state: 'DOWN_PLANNED', confirmed: true }],
    },
  ],
  [
    31,
    {
      state: 'IN_QA',
      since: hoursAgo(0.6),
      cause: 'gradient',
      last24h: [
        up(60, 9),
        { from: hoursAgo(9), to: hoursAgo(0.6), state: 'DOWN_UNPLANNED', confirmed: true },
        { from: hoursAgo(0.6), state: 'IN_QA', confirmed: true },
      ],
    },
  ],
  [
    37,
    {
      state: 'DOWN_EXTERNAL',
      since: hoursAgo(3),
      cause: 'chilled-water',
      last24h: [up(60, 3), { from: hoursAgo(3), state: 'DOWN_EXTERNAL', confirmed: true }],
      lostSessionHoursToday: 3,
    },
  ],
  [7, { heldReports: [heldReport(8, 0.37, 'Poor images: rings on every slice')] }],
  [12, { heldReports: [heldReport(13, 0.07, 'Error message: 0x41 gantry not ready', { state: 'DOWN_UNPLANNED', at: hoursAgo(0.8) })] }],
  [8, { health: 'SILENT', healthSince: hoursAgo(17.7), last24h: [up(60, 17.7), { from: hoursAgo(17.7), state: 'UP', confirmed: false }] }],
  [45, { state: 'UNKNOWN', last24h: [], uptime: { countedHours: 0, lostHours: 0 } }],
])

const withStory = (row: BoardRow, index: number): BoardRow => {
  const told = { ...row, ...stories.get(index) }
  if (told.state !== 'UNKNOWN') return told
  const { since: _unknown, ...rest } = told
  return rest
}

const rows = sites
  .flatMap((site) => scanners.map((scanner) => ({ site, scanner })))
  .map(({ site, scanner }, index) => withStory(plainRow(site, scanner, index), index))

/** A morning's board: 60 scanners, most of them well. */
export const boardFixture: Board = { knownAt: fixtureNow.toISOString(), feedPosition: '1042', counts: {}, total: rows.length, rows }

/** A board of a platform that has just been started. */
export const emptyBoardFixture: Board = { ...boardFixture, total: 0, rows: [] }

const row = (index: number): BoardRow => rows[index] as BoardRow

/** A work order of a scanner of the board, with what is special about it. */
export const summaryOf = (index: number, id: number, special: Partial<WorkOrderSummary>): WorkOrderSummary => {
  const { assetId, name, classId, siteCode, siteName, trust, supplierId, supplierName, note, since } = row(index)
  return {
    workOrderId: `WO-${id}`,
    version: 3,
    assetId,
    assetName: name,
    classId,
    siteCode,
    siteName,
    trust,
    supplierId: supplierId ?? 'siemens',
    supplierName: supplierName ?? 'Siemens Healthineers',
    priority: 'P1',
    status: 'ACCEPTED',
    summary: note ?? 'Fault reported',
    openedAt: since ?? hoursAgo(6),
    nextStep: 'Engineer on the way.',
    clocks: [],
    promises: [],
    example: true,
    ...special,
  }
}

/** The open work orders of that morning. */
export const openOrdersFixture: readonly WorkOrderSummary[] = [
  summaryOf(1, 1041, {
    nextStep: 'Engineer due 3:40pm.',
    clocks: [
      { name: 'response', startedAt: hoursAgo(6.4), dueAt: hoursAgo(4.4), stoppedAt: hoursAgo(5), breached: false, paused: false },
      { name: 'repair', startedAt: hoursAgo(6.4), dueAt: hoursAgo(-2.5), breached: false, paused: false },
    ],
    promises: [
      { promise: 'arrival', at: hoursAgo(1), toldAt: hoursAgo(5) },
      { promise: 'arrival', at: hoursAgo(-4.75), toldAt: hoursAgo(1.5), reason: 'Traffic on the M4' },
      { promise: 'arrival', at: hoursAgo(-7.42), toldAt: hoursAgo(0.5), reason: 'Called to another fault first' },
    ],
  }),
  summaryOf(14, 1038, {
    status: 'WAITING_FOR_PART',
    nextStep: 'Waiting for a part.',
    clocks: [
      { name: 'response', startedAt: hoursAgo(52), dueAt: hoursAgo(48), stoppedAt: hoursAgo(47), breached: true, paused: false },
      { name: 'repair', startedAt: hoursAgo(52), dueAt: hoursAgo(28), breached: true, paused: false },
    ],
    promises: [
      { promise: 'part', at: hoursAgo(-0.75), toldAt: hoursAgo(40) },
      { promise: 'part', at: hoursAgo(-24.75), toldAt: hoursAgo(4), reason: 'Held at customs' },
    ],
  }),
  summaryOf(20, 1044, {
    priority: 'P2',
    status: 'NEW',
    nextStep: 'Waiting for supplier to accept.',
    clocks: [{ name: 'response', startedAt: hoursAgo(14), dueAt: hoursAgo(-0.5), breached: false, paused: false }],
  }),
  summaryOf(31, 1040, {
    status: 'AWAITING_CHECKS',
    nextStep: 'Waiting for checks by radiology.',
    clocks: [{ name: 'release', startedAt: hoursAgo(0.6), breached: false, paused: false }],
  }),
]
