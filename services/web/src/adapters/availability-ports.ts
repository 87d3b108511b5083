import {
  Board,
  DowntimeReport,
  LabelledScanner,
  type ActingIdentity,
  type Figures,
  type Held,
  type LedgerEvent,
  type Reported,
} from '@imaging/schemas'
import type { DowntimeReader, OpenedHours, ReportQuestion } from '../pages/downtime-report/downtime-reader.ts'
import type { FaultReporter, HeldReportDesk, LabelDesk } from '../pages/report/report-ports.ts'
import type { LedgerReader } from '../pages/scanners/register-reader.ts'
import type { BoardReader } from '../pages/status/board-reader.ts'
import { OURSELVES, type Clients } from './clients.ts'
import { remembered } from './remembered.ts'

/** All four trusts' scanners fit on one page of the API. */
const BOARD_ROWS_MAX = 500

/** Many people open the board at seven in the morning; one reading a second serves them all. Changes come by the feed. */
const BOARD_KEPT_MS = 1_000

/** As much of the ledger as the history pages go back. */
const EVENTS_MAX = 500

/** The live board. Those who act in the same role for the same organisation see the same one, so one reading is shared. */
export const boardReader = ({ availability }: Clients): BoardReader => ({
  board: remembered({
    ask: (identity: ActingIdentity) =>
      availability.get('/api/v1/board', { ...availability.as(identity), query: { limit: BOARD_ROWS_MAX }, schema: Board }),
    keptMs: BOARD_KEPT_MS,
    keyOf: ({ role, organisation, sees }) => JSON.stringify([role, organisation, sees]),
  }),
})

/** Figures and events of one scanner. */
export const ledgerReader = ({ availability }: Clients): LedgerReader => ({
  figures: (identity, assetId, { from, to }) =>
    availability.get<Figures>(`/api/v1/assets/${encodeURIComponent(assetId)}/figures`, {
      ...availability.as(identity),
      query: { from, to },
    }),
  events: async (identity, assetId) => {
    const path = `/api/v1/assets/${encodeURIComponent(assetId)}/events`
    return (
      await availability.get<{ readonly events: readonly LedgerEvent[] }>(path, {
        ...availability.as(identity),
        query: { limit: EVENTS_MAX },
      })
    ).events
  },
})

/** Tells the ledger what a person says of a scanner. */
export const faultReporter = ({ availability }: Clients): FaultReporter => ({
  report: (identity, report, idempotencyKey) =>
    availability.post<Reported>('/api/v1/state-reports', report, { ...availability.as(identity), idempotencyKey }),
})

/** What a label leads to. Nobody is signed in there, so nobody is named: we ask ourselves. */
export const labelDesk = ({ availability }: Clients): LabelDesk => ({
  scanner: (assetId) =>
    availability.get(`/api/v1/labels/${encodeURIComponent(assetId)}`, { ...availability.as(OURSELVES), schema: LabelledScanner }),
  report: async (report, idempotencyKey) => {
    const { heldReportId } = await availability.post<Held>('/api/v1/held-reports', report, {
      ...availability.as(OURSELVES),
      idempotencyKey,
    })
    return heldReportId
  },
})

const heldPath = (heldReportId: string): string => `/api/v1/held-reports/${encodeURIComponent(heldReportId)}`

/** Confirms and dismisses what was reported from labels. */
export const heldReportDesk = ({ availability }: Clients): HeldReportDesk => ({
  confirm: async (identity, heldReportId, idempotencyKey) => {
    await availability.post(`${heldPath(heldReportId)}/confirmation`, {}, { ...availability.as(identity), idempotencyKey })
  },
  dismiss: async (identity, heldReportId, reason, idempotencyKey) => {
    await availability.post(`${heldPath(heldReportId)}/dismissal`, { reason }, { ...availability.as(identity), idempotencyKey })
  },
})

const scope = ({ trust, site, type }: ReportQuestion) => ({ trust, site, class: type })
const asked = (question: ReportQuestion) => ({ from: question.from, to: question.to, knownAt: question.knownAt, ...scope(question) })

/** Hours lost, the time behind them, and since when anything is known. */
export const downtimeReader = ({ availability }: Clients): DowntimeReader => ({
  report: (identity, question) =>
    availability.get('/api/v1/reports/downtime', {
      ...availability.as(identity),
      query: { ...asked(question), groupBy: question.groupBy },
      schema: DowntimeReport,
    }),
  hours: (identity, question, { definition, cause, scanner }, { offset, limit }) =>
    availability.get<OpenedHours>('/api/v1/reports/downtime/hours', {
      ...availability.as(identity),
      query: { ...asked(question), definition, cause, asset: scanner, offset, limit },
    }),
  knownSince: async (identity, question) =>
    (
      await availability.get<{ readonly knownSince?: string }>('/api/v1/reports/downtime/known-since', {
        ...availability.as(identity),
        query: scope(question),
      })
    ).knownSince,
})
