import type { Sql } from '@imaging/postgres'
import type { TelemetryExamsCountedV1 } from '@imaging/schemas'
import type { ExamWatch } from '@imaging/telemetry/domain'

/** Stores counts; the same period counted again replaces the earlier count. */
export async function insertExamCounts(tx: Sql, counts: readonly TelemetryExamsCountedV1['data'][]): Promise<void> {
  // Of one period in one batch the last counts: a statement cannot touch a row twice.
  const last = [...new Map(counts.map((count) => [`${count.assetId} ${count.from} ${count.to}`, count])).values()]
  await tx.query(
    `insert into exam_count (asset_id, from_at, to_at, exams, last_exam_at)
     select * from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::integer[], $5::timestamptz[])
     on conflict (asset_id, from_at, to_at) do update set exams = excluded.exams, last_exam_at = excluded.last_exam_at`,
    [
      last.map(({ assetId }) => assetId),
      last.map(({ from }) => from),
      last.map(({ to }) => to),
      last.map(({ exams }) => exams),
      last.map(({ lastExamAt }) => lastExamAt ?? null),
    ],
  )
}

/** What exams say of an asset: how far they are counted, and when the last one was. */
export interface ExamSummary {
  readonly countedToMs: number
  readonly lastExamAtMs: number | undefined
}

export async function examSummaries(sql: Sql): Promise<ReadonlyMap<string, ExamSummary>> {
  const { rows } = await sql.query<{ asset_id: string; counted_to: Date; last_exam_at: Date | null }>(
    'select asset_id, max(to_at) as counted_to, max(last_exam_at) as last_exam_at from exam_count group by asset_id',
  )
  return new Map(
    rows.map(({ asset_id, counted_to, last_exam_at }) => [
      asset_id,
      { countedToMs: counted_to.getTime(), lastExamAtMs: last_exam_at?.getTime() },
    ]),
  )
}

/** What was counted on one asset lately. */
export interface ExamsCounted {
  readonly lastExamAt: Date | null
  readonly today: number
  readonly week: number
}

/** When the last exam of an asset was, and how many were counted since today and this week began. */
export async function examsCounted(sql: Sql, assetId: string, today: Date, week: Date): Promise<ExamsCounted> {
  const { rows } = await sql.query<ExamsCounted>(
    `select max(last_exam_at) as "lastExamAt",
            coalesce(sum(exams) filter (where from_at >= $2), 0)::float8 as today,
            coalesce(sum(exams) filter (where from_at >= $3), 0)::float8 as week
       from exam_count where asset_id = $1`,
    [assetId, today, week],
  )
  return rows[0] as ExamsCounted
}

export async function examWatches(sql: Sql): Promise<ReadonlyMap<string, ExamWatch>> {
  const { rows } = await sql.query<{ asset_id: string; no_exams_at: Date | null; exams_while_down_at: Date | null }>(
    'select * from exam_watch',
  )
  return new Map(
    rows.map((row) => [
      row.asset_id,
      { noExamsAtMs: row.no_exams_at?.getTime() ?? null, examsWhileDownAtMs: row.exams_while_down_at?.getTime() ?? null },
    ]),
  )
}

export async function saveExamWatch(tx: Sql, assetId: string, { noExamsAtMs, examsWhileDownAtMs }: ExamWatch): Promise<void> {
  await tx.query(
    `insert into exam_watch (asset_id, no_exams_at, exams_while_down_at) values ($1, $2, $3)
     on conflict (asset_id) do update set no_exams_at = excluded.no_exams_at, exams_while_down_at = excluded.exams_while_down_at`,
    [assetId, noExamsAtMs === null ? null : new Date(noExamsAtMs), examsWhileDownAtMs === null ? null : new Date(examsWhileDownAtMs)],
  )
}

/** What an asset is marked as, and since when. */
export interface Marked {
  readonly state: string
  readonly sinceMs: number
}

export async function markedAssets(sql: Sql): Promise<ReadonlyMap<string, Marked>> {
  const { rows } = await sql.query<{ asset_id: string; state: string; since: Date }>('select asset_id, state, since from marked')
  return new Map(rows.map(({ asset_id, state, since }) => [asset_id, { state, sinceMs: since.getTime() }]))
}

/** Marks an asset, unless something later has been told of it. */
export async function mark(tx: Sql, assetId: string, state: string, since: string, downtimeId: string | undefined): Promise<void> {
  await tx.query(
    `insert into marked (asset_id, state, since, downtime_id) values ($1, $2, $3, $4)
     on conflict (asset_id) do update set state = excluded.state, since = excluded.since, downtime_id = excluded.downtime_id
      where marked.since <= excluded.since`,
    [assetId, state, since, downtimeId ?? null],
  )
}
