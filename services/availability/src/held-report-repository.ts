import type { Sql } from '@imaging/postgres'
import type { Actor, HeldReport, LabelReport } from '@imaging/schemas'

/** What became of a report from a label. */
export type Outcome = 'confirmed' | 'dismissed'

/** A report from a label, and what became of it where that is decided. */
export interface KnownHeldReport extends HeldReport {
  readonly outcome: Outcome | undefined
}

/** Keeps what somebody reported from a label until it is decided on. */
export async function holdReport(tx: Sql, { heldReportId, reportedAt, at, ...report }: HeldReport): Promise<void> {
  await tx.query('insert into held_report (id, asset_id, reported_at, at, report) values ($1, $2, $3, $4, $5)', [
    heldReportId,
    report.assetId,
    reportedAt,
    at,
    JSON.stringify(report),
  ])
}

/** The reports that wait, of one scanner or of all, oldest first. */
export async function waitingReports(sql: Sql, assetId?: string): Promise<readonly HeldReport[]> {
  const { rows } = await sql.query<Row>(
    `${SELECT} where outcome is null and ($1::text is null or asset_id = $1) order by reported_at, id limit ${WAITING_MAX}`,
    [assetId ?? null],
  )
  return rows.map((row) => {
    const { outcome: _waiting, ...report } = knownReport(row)
    return report
  })
}

/** A report from a label, held against everyone else until the transaction ends. */
export async function lockedReport(tx: Sql, heldReportId: string): Promise<KnownHeldReport | undefined> {
  const { rows } = await tx.query<Row>(`${SELECT} where id = $1 for update`, [heldReportId])
  return rows.map(knownReport)[0]
}

/** Notes what became of a report, and who decided; a reason where it was dismissed. */
export async function decideReport(
  tx: Sql,
  heldReportId: string,
  decision: { readonly outcome: Outcome; readonly at: Date; readonly by: Actor; readonly reason?: string },
): Promise<void> {
  await tx.query('update held_report set outcome = $2, decided_at = $3, decided_by = $4, reason = $5 where id = $1', [
    heldReportId,
    decision.outcome,
    decision.at,
    JSON.stringify(decision.by),
    decision.reason ?? null,
  ])
}

/** The scanners with a report nobody has decided on since `before`, of which the board has not been told; they count as told from now on. */
export async function newlyLate(tx: Sql, before: Date): Promise<readonly string[]> {
  const { rows } = await tx.query<{ asset_id: string }>(
    'update held_report set late_told = true where outcome is null and not late_told and reported_at <= $1 returning asset_id',
    [before],
  )
  return [...new Set(rows.map(({ asset_id }) => asset_id))].toSorted()
}

/** More than every scanner of the four trusts can have waiting would still fit on a page nobody could work through. */
const WAITING_MAX = 500

const SELECT = 'select id, asset_id, reported_at, at, report, outcome from held_report'

interface Row {
  readonly id: string
  readonly asset_id: string
  readonly reported_at: Date
  readonly at: Date
  readonly report: LabelReport
  readonly outcome: Outcome | null
}

const knownReport = ({ id, reported_at, at, report, outcome }: Row): KnownHeldReport => ({
  ...report,
  heldReportId: id,
  reportedAt: reported_at.toISOString(),
  at: at.toISOString(),
  outcome: outcome ?? undefined,
})
