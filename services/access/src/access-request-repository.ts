import type { Sql } from '@imaging/postgres'
import type { AccessRequest, SignIn } from '@imaging/schemas'

/** More than an administrator reads. Beyond it the longest silent gives way, so that nobody can fill the database by signing in. */
const REQUESTS_MAX = 1_000

interface Row {
  readonly request_id: string
  readonly issuer: string
  readonly subject: string
  readonly name: string | null
  readonly first_asked_at: Date
  readonly last_asked_at: Date
  readonly times: number
}

const shown = ({ request_id, issuer, subject, name, first_asked_at, last_asked_at, times }: Row): AccessRequest => ({
  requestId: request_id,
  issuer,
  subject,
  ...(name !== null && { name }),
  firstAskedAt: first_asked_at.toISOString(),
  lastAskedAt: last_asked_at.toISOString(),
  times,
})

/** Notes that somebody without an account signed in. */
export async function askForAccess(tx: Sql, { issuer, subject, name }: SignIn, requestId: string, now: Date): Promise<void> {
  await tx.query(
    `insert into access_request (request_id, issuer, subject, name, first_asked_at, last_asked_at) values ($1, $2, $3, $4, $5, $5)
     on conflict (issuer, subject) do update
        set name = excluded.name, last_asked_at = excluded.last_asked_at, times = least(access_request.times + 1, 1000000)`,
    [requestId, issuer, subject, name ?? null, now],
  )
  await tx.query(
    `delete from access_request where request_id in (
       select request_id from access_request order by last_asked_at desc, request_id desc offset ${REQUESTS_MAX})`,
  )
}

/** Where a page of requests goes on. */
export interface RequestPlace {
  readonly lastAskedAt: string
  readonly requestId: string
}

/** Requests, the newest first. */
export async function accessRequests(sql: Sql, after: RequestPlace | undefined, limit: number): Promise<AccessRequest[]> {
  const { rows } = await sql.query<Row>(
    `select * from access_request where $1::timestamptz is null or (last_asked_at, request_id) < ($1, $2::uuid)
      order by last_asked_at desc, request_id desc limit $3`,
    [after?.lastAskedAt, after?.requestId, limit],
  )
  return rows.map(shown)
}

/** Takes a request off the list; nothing when it is not there. */
export async function dismissRequest(tx: Sql, requestId: string): Promise<AccessRequest | undefined> {
  const { rows } = await tx.query<Row>('delete from access_request where request_id = $1 returning *', [requestId])
  return rows.map(shown)[0]
}

/** Takes somebody off the list who has been let in. */
export async function answerRequest(tx: Sql, issuer: string, subject: string): Promise<void> {
  await tx.query('delete from access_request where issuer = $1 and subject = $2', [issuer, subject])
}

/** Removes requests of people who have not tried since an instant. */
export async function forgetRequests(sql: Sql, before: Date): Promise<void> {
  await sql.query('delete from access_request where last_asked_at < $1', [before])
}
