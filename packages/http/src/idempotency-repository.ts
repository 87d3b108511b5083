import type { Sql } from '@imaging/postgres'

/** Long enough for a client that was offline over a weekend day; then the key may be used again. */
const KEPT_HOURS = 48
/**
 * A claim without an answer this old belongs to a process that died. Longer than any answer may take, so that a slow
 * command is not run twice.
 */
const CLAIM_LEASE_S = 120
/** One statement stays short however many keys a busy week has left. */
const SWEEP_BATCH_MAX = 1_000

export interface CommandKey {
  readonly scope: string
  readonly key: string
  readonly digest: string
}

/** A claim is named by the instant it was made, as text because a Date would round it: whoever took it over has another. */
export type Claim = CommandKey & { readonly claimedAt: string }

export interface KeptAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string
}

export type Claimed =
  | { readonly kind: 'ours'; readonly claim: Claim }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer }
  | { readonly kind: 'running' }
  | { readonly kind: 'other request' }

/** Takes a key for a command, unless it is taken; an expired key and a dead process's claim on the same command are free. */
export async function claimKey(sql: Sql, { scope, key, digest }: CommandKey): Promise<Claimed> {
  const { rows: taken } = await sql.query<{ claimedAt: string }>(
    `insert into idempotency_key as held (scope, key, request_digest, created_at)
     values ($1, $2, $3, clock_timestamp())
     on conflict (scope, key) do update
       set request_digest = excluded.request_digest, status = null, response = null, created_at = excluded.created_at
       where held.created_at < now() - make_interval(hours => $4)
          or (held.status is null and held.request_digest = excluded.request_digest and held.created_at < now() - make_interval(secs => $5))
     returning created_at::text as "claimedAt"`,
    [scope, key, digest, KEPT_HOURS, CLAIM_LEASE_S],
  )
  const [mine] = taken
  if (mine !== undefined) return { kind: 'ours', claim: { scope, key, digest, claimedAt: mine.claimedAt } }

  const { rows } = await sql.query<{ digest: string; status: number | null; response: Omit<KeptAnswer, 'status'> | null }>(
    'select request_digest as digest, status, response from idempotency_key where scope = $1 and key = $2',
    [scope, key],
  )
  const [held] = rows
  // Gone again: the other failed and gave the key back; whoever asks next may have it.
  if (held === undefined) return { kind: 'running' }
  if (held.digest !== digest) return { kind: 'other request' }
  if (held.status === null || held.response === null) return { kind: 'running' }
  return { kind: 'answered', answer: { status: held.status, ...held.response } }
}

/** Keeps the answer of a claimed command. False when the claim is no longer ours, so that the caller must undo its work. */
export async function keepAnswerOf(sql: Sql, { scope, key, claimedAt }: Claim, { status, headers, payload }: KeptAnswer): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update idempotency_key set status = $4, response = $5
     where scope = $1 and key = $2 and created_at = $3::timestamptz and status is null`,
    [scope, key, claimedAt, status, JSON.stringify({ headers, payload })],
  )
  return rowCount === 1
}

/** Gives the key back, because the command failed and may be tried again. */
export async function releaseKey(sql: Sql, { scope, key, claimedAt }: Claim): Promise<void> {
  await sql.query('delete from idempotency_key where scope = $1 and key = $2 and created_at = $3::timestamptz and status is null', [
    scope,
    key,
    claimedAt,
  ])
}

/** Removes a batch of expired keys. True when there may be more. */
export async function sweepKeys(sql: Sql): Promise<boolean> {
  const { rowCount } = await sql.query(
    `delete from idempotency_key where (scope, key) in (
       select scope, key from idempotency_key where created_at < now() - make_interval(hours => $1) limit $2 for update skip locked)`,
    [KEPT_HOURS, SWEEP_BATCH_MAX],
  )
  return rowCount === SWEEP_BATCH_MAX
}
