import type {
  BoardRow,
  ChannelNow,
  ChannelSeries,
  ConditionNow,
  DowntimeReport,
  DowntimeReportLine,
  Figures,
  LedgerEvent,
  RegisterAsset,
  RegisterImport,
  WorkOrder,
} from '@imaging/schemas'
import type { OpenedHours } from '../src/pages/downtime-report/downtime-reader.ts'
import { boardFixture, fixtureNow, hoursAgo, openOrdersFixture } from './board-fixture.ts'

const day = [{ from: '08:00', to: '20:00' }]
const hours = {
  timeZone: 'Europe/London' as const,
  patterns: [
    { from: '2020-01-01', week: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: [], sunday: [] } },
  ],
  exceptions: [],
}

/** A room and a building that is to be rebuilt, with all a register may say of them. */
const placeOf = ({ siteCode, trust }: BoardRow, index: number): Pick<RegisterAsset, 'room' | 'building'> => ({
  room: {
    roomId: `${siteCode}-R-X${index}`,
    siteCode,
    buildingId: `${siteCode}-B-MAIN`,
    name: `X${index}`,
    level: 'Level 1',
    validFrom: '2020-01-01',
    endOfLife: '2033-06-01',
    shielding: ['radio-frequency', 'magnetic'],
    floorLoadKg: 9_000,
    powerKva: 120,
    chilledWaterKw: 60,
    access: 'crane',
    asbestos: 'present',
    surveyDue: '2027-03-01',
    example: true,
  },
  building: {
    buildingId: `${siteCode}-B-MAIN`,
    siteCode,
    name: 'Main building',
    validFrom: '2020-01-01',
    landlord: trust,
    endOfLife: '2036-04-01',
    rebuild: { programme: 'New Hospital Programme', worksFrom: '2035-04-01', worksTo: '2040-04-01' },
    example: true,
  },
})

/** The register's side of every scanner on the board. */
export const registerFixture: readonly RegisterAsset[] = boardFixture.rows.map((row, index) => {
  const ageYears = (index * 7) % 13
  return {
    asset: {
      assetId: row.assetId,
      name: row.name,
      classId: row.classId,
      status: 'IN_USE',
      validFrom: '2026-01-01',
      manufacturer: row.supplierName ?? 'Siemens Healthineers',
      model: index % 9 === 0 ? 'A model name that is much longer than any table would like it to be' : 'Aquilion ONE',
      serial: `SN-${10_000 + index}`,
      siteCode: row.siteCode,
      place: { roomId: `${row.siteCode}-R-X${index}` },
      owner: row.trust,
      operator: row.trust,
      landlord: row.trust,
      funder: 'Trust capital',
      installed: `${2026 - ageYears}-03-01`,
      supportEnds: `${2027 + (index % 6)}-03-31`,
      softwareVersion: 'VB40A',
      purchasePricePence: 95_000_000,
      netBookValuePence: 21_300_000,
      donated: index === 3,
      dicomAliases: [],
      capabilities: row.capabilities.map((code) => ({ code })),
      linkedAssets: [{ kind: 'chiller', name: 'Chiller 2', dependency: 'stops' }],
      ...(row.supplierId === undefined ? {} : { supplierId: row.supplierId }),
      contractId: 'C-2024-7',
      operatingHours: hours,
      feed: { fitted: row.health !== 'NOT_CONNECTED' },
      example: true,
    },
    version: 1,
    siteName: row.siteName,
    trust: row.trust,
    trustName: row.trustName,
    className: row.className,
    ageYears,
    lifeYears: 8,
    overLife: ageYears > 8,
    mustReplace: ageYears > 10,
    ...placeOf(row, index),
  }
})

const figure = (value: number, lostHours: number) => ({
  value,
  lower: value - 0.014,
  upper: value + 0.005,
  confirmedShare: 0.93,
  countedHours: 2160,
  lostHours,
})

/** Figures of one scanner over one period. */
export const figuresFixture: Figures = {
  from: hoursAgo(2160),
  to: hoursAgo(0),
  knownAt: hoursAgo(0),
  technical: figure(0.975, 54),
  contractual: figure(0.982, 31),
  clinical: { countedHours: 0, lostHours: 0 },
  clinicalLostHoursByCause: {},
  hoursByState: {},
  failures: 4,
  restoreHours: { median: 6 },
  restoreSplitHours: {},
}

/** What the devices of one scanner warn of. */
export const conditionsFixture: readonly ConditionNow[] = [
  {
    conditionId: 'c-1',
    assetId: 'NWL-002',
    kind: 'helium-low',
    severity: 'warning',
    raisedAt: hoursAgo(9),
    message: 'Helium falls faster than usual',
    action: 'Ask the supplier to look at the cold head',
  },
]

export const channelsFixture: readonly ChannelNow[] = [
  { channel: 'cold-head-temperature', label: 'Cold head temperature', unit: 'K', last: { at: hoursAgo(0.1), value: 4.42 }, high: 5.2 },
  { channel: 'helium-level', label: 'Helium level', unit: '%', last: { at: hoursAgo(0.1), value: 71.3 }, low: 60 },
]

/** Thirty days of one channel with two breaches. */
export const seriesFixture: ChannelSeries = {
  assetId: 'NWL-002',
  channel: 'cold-head-temperature',
  label: 'Cold head temperature',
  unit: 'K',
  high: 5.2,
  points: Array.from({ length: 720 }, (_, hour) => {
    const mean = 4.2 + Math.sin(hour / 11) * 0.3 + (hour > 200 && hour < 215 ? 1.1 : 0) + (hour > 610 && hour < 616 ? 1.4 : 0)
    return { at: hoursAgo(720 - hour), mean, min: mean - 0.1, max: mean + 0.15, count: 60 }
  }),
}

export const ledgerFixture: readonly LedgerEvent[] = [
  {
    eventId: 'e-3',
    type: 'uk.nhs.imaging.downtime.state-changed.v1',
    assetId: 'NWL-002',
    at: hoursAgo(6.5),
    recorded: hoursAgo(6.4),
    source: 'urn:nhs:ods:RYJ:label',
    state: 'DOWN_UNPLANNED',
    cause: 'tube-or-high-voltage',
    note: 'Tube arcing, scans abort',
    reportedBy: { kind: 'person', role: 'radiographer' },
  },
  {
    eventId: 'e-2',
    type: 'uk.nhs.imaging.downtime.state-corrected.v1',
    assetId: 'NWL-002',
    at: hoursAgo(100),
    recorded: hoursAgo(48),
    source: 'urn:nhs:ods:RYJ:ris',
    state: 'UP',
    correctsEventId: 'e-1',
    reason: 'It was back an hour earlier',
    reportedBy: { kind: 'person', role: 'radiology-lead', name: 'Daniel Hughes' },
  },
  {
    eventId: 'e-1',
    type: 'uk.nhs.imaging.downtime.state-changed.v1',
    assetId: 'NWL-002',
    at: hoursAgo(99),
    recorded: hoursAgo(90),
    source: 'urn:nhs:ods:RYJ:ris',
    state: 'UP',
    reportedBy: { kind: 'device' },
  },
]

const site = { role: 'radiographer', organisation: 'RYJ' }
const engineer = { role: 'supplier-engineer', name: 'Tom Barker', organisation: 'ge' }

/** The work order of one morning's fault, at the step a test or a look asks for. */
export const workOrderFixture = (special: Partial<WorkOrder>): WorkOrder => ({
  ...(openOrdersFixture[0] as WorkOrder),
  steps: [
    { step: 'call-logged', at: hoursAgo(6.4), by: site, text: 'fault reported: tube arcing, scans abort' },
    { step: 'accepted', at: hoursAgo(5), by: engineer, text: 'accepted, arrival promised for 7:15am' },
    { step: 'promise-changed', at: hoursAgo(1.5), by: engineer, text: 'arrival changed from 7:15am to 1pm: traffic on the M4' },
  ],
  checks: [],
  scopesOffered: [
    { code: 'routine-repair', label: 'Routine repair' },
    { code: 'tube', label: 'X-ray tube' },
    { code: 'table', label: 'Table' },
  ],
  scopes: [],
  accessGiven: false,
  actions: [],
  releaseBlockedBy: [],
  ...special,
})

/** The same work order after the repair, one check recorded. */
export const checkedOrderFixture = (special: Partial<WorkOrder>): WorkOrder =>
  workOrderFixture({
    status: 'AWAITING_CHECKS',
    nextStep: 'Acceptance tests are to be done.',
    scopes: ['tube'],
    workDone: 'Changed the X-ray tube and calibrated it',
    accessGiven: true,
    checks: [
      {
        check: 'critical-examination',
        label: 'Installer’s critical examination received, with the RPA agreed',
        by: 'radiology-lead',
        required: true,
        result: 'pass',
        recordedAt: hoursAgo(0.5),
        recordedBy: 'Daniel Hughes',
        note: 'Report 4471',
      },
      { check: 'acceptance', label: 'Acceptance tests, with the medical physics expert', by: 'medical-physicist', required: true },
      { check: 'local-checks', label: 'Local checks by an entitled operator', by: 'radiology-lead', required: true },
      { check: 'oxygen-monitor', label: 'Oxygen monitor works', by: 'radiology-lead', required: false },
    ],
    releaseBlockedBy: ['Acceptance tests are to be done.', 'Local checks are to be done.'],
    ...special,
  })

const line = (key: string, label: string, assets: number, down: number): DowntimeReportLine => ({
  key,
  label,
  assets,
  technicalDownHours: down,
  contractualDownHours: down * 0.6,
  clinicalLostHours: down * 1.2,
  plannedHours: down * 0.3,
  externalHours: down > 100 ? 12 : 0,
  unconfirmedHours: down * 0.5,
  technical: figure(0.975, down),
  contractual: figure(0.982, down * 0.6),
  clinical: figure(0.961, down * 1.2),
})

export const downtimeFixture: DowntimeReport = {
  from: '2025-03-31T23:00:00.000Z',
  to: '2025-11-01T00:00:00.000Z',
  knownAt: fixtureNow.toISOString(),
  groupBy: 'class',
  lines: [line('ct', 'CT', 24, 359), line('mri', 'MRI', 21, 1836), line('x-ray', 'X-ray', 60, 44.4)],
  total: line('all', 'All', 105, 2239.4),
  byCause: [
    { cause: 'cryogenics', hours: 1204 },
    { cause: 'tube-or-high-voltage', hours: 280 },
    { cause: 'table', hours: 3.2 },
    { cause: 'none-given', hours: 0 },
  ],
}

/** The time behind one number: sixty failures of five hours, some of them in the checks after. */
export const openedHoursFixture: OpenedHours = {
  from: downtimeFixture.from,
  to: downtimeFixture.to,
  knownAt: downtimeFixture.knownAt,
  about: 'MRI scanners',
  meaning: 'operating hours down after a failure or in the checks after it',
  hours: 300,
  assets: 60,
  total: 60,
  byCause: [
    { cause: 'cryogenics', hours: 290 },
    { cause: 'not stated', hours: 10 },
  ],
  stretches: Array.from({ length: 60 }, (_, index) => ({
    assetId: `NWL-${String(index + 1).padStart(3, '0')}`,
    assetName: `MRI ${index + 1}, St Mary’s`,
    from: hoursAgo(4000 - index * 12),
    to: hoursAgo(3994 - index * 12),
    state: index % 4 === 0 ? ('IN_QA' as const) : ('DOWN_UNPLANNED' as const),
    hours: 5,
    openHours: index % 5 === 0 ? 6 : 5,
    cause: index < 58 ? 'cryogenics' : 'not stated',
    rule: 'down after a failure, or in the checks after it: time to restore',
    stateRule: index % 3 === 0 ? 'agreed-end-passed' : 'reported',
    eventIds: index === 59 ? [] : ['019aa000-0000-7000-8000-000000000021', '019aa000-0000-7000-8000-000000000022'],
  })),
  events: [
    {
      eventId: '019aa000-0000-7000-8000-000000000021',
      type: 'uk.nhs.imaging.downtime.state-changed.v1',
      assetId: 'NWL-001',
      at: hoursAgo(4000),
      recorded: hoursAgo(3999.9),
      source: 'urn:nhs:ods:RYJ:imaging',
      state: 'DOWN_UNPLANNED',
      cause: 'cryogenics',
      reportedBy: { kind: 'person', name: 'Priya Shah', role: 'radiology-lead' },
    },
    {
      eventId: '019aa000-0000-7000-8000-000000000022',
      type: 'uk.nhs.imaging.work-order.call-logged.v1',
      assetId: 'NWL-001',
      at: hoursAgo(3999.8),
      recorded: hoursAgo(3999.8),
      source: 'urn:nhs:ods:RYJ:imaging',
    },
  ],
}

/** No time was counted. */
export const noOpenedHoursFixture: OpenedHours = {
  ...openedHoursFixture,
  hours: 0,
  assets: 0,
  total: 0,
  byCause: [],
  stretches: [],
  events: [],
}

/** A register file that was checked: some rows new, one wrong. */
export const importFixture: RegisterImport = {
  importId: 'imp-7',
  version: 2,
  status: 'CHECKED',
  fileName: 'imaging register November 2026 final (2).csv',
  uploadedAt: hoursAgo(1),
  uploadedBy: 'Priya Shah',
  asOf: '2026-11-20',
  readAs: 'UTF-8, separated by commas',
  missing: [],
  newPlaces: [
    { kind: 'building', id: 'RYJ01-B-NORTH-WING', siteCode: 'RYJ01', name: 'North wing' },
    { kind: 'room', id: 'RYJ01-R-CT-3', siteCode: 'RYJ01', name: 'CT 3', level: 'Level 1', building: 'North wing' },
  ],
  counts: { new: 2, changed: 1, same: 40, problem: 1, skipped: 1 },
  mapping: {
    columns: [
      { heading: 'Asset name', field: 'name', certain: true },
      { heading: 'Inst. date', field: 'installed', certain: false },
      { heading: 'Comments', certain: true },
    ],
    sites: [
      { wrote: 'SMH', siteCode: 'RYJ01', rows: 12 },
      { wrote: 'St Elsewhere', rows: 1 },
    ],
    makers: [{ wrote: 'SIEMENS AG', maker: 'Siemens Healthineers', rows: 9 }],
  },
  fields: [
    { field: 'name', label: 'Name', required: true, example: 'MRI 1' },
    { field: 'installed', label: 'Installed', required: true, example: '2019-02-28' },
  ],
  rows: [
    { row: 2, outcome: 'new', assetId: 'NWL-201', label: 'CT 3, St Mary’s Hospital' },
    {
      row: 3,
      outcome: 'changed',
      assetId: 'NWL-002',
      label: 'CT 2, St Mary’s Hospital',
      changes: [{ field: 'Software', was: 'VB30', is: 'VB40A' }],
    },
    {
      row: 14,
      outcome: 'problem',
      label: 'MRI 4',
      problems: [
        { row: 14, column: 'Inst. date', wrote: '31/02/2019', problem: 'This is no date', remedy: 'Enter a real date, like 28/02/2019' },
      ],
    },
    { row: 15, outcome: 'skipped', why: 'The row is empty' },
  ],
}
