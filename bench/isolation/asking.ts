import { randomUUID } from 'node:crypto'
import type { ActingIdentity } from '@imaging/schemas'

/** What a request says besides who asks. */
export interface Sent {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer, read whole. */
export interface Answer {
  readonly status: number
  readonly text: string
  readonly etag: string
}

/** Long for a single request on a busy machine; an answer later than this is none. */
const PATIENCE_MS = 20_000

/** Sends one request and reads its answer. */
export async function send(url: string, authorization: string | undefined, { method, path, body, headers = {} }: Sent): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(authorization !== undefined && { authorization }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  return { status: answer.status, text: await answer.text(), etag: answer.headers.get('etag') ?? '' }
}

/** Asks a service for somebody, while the world is being made; anything but success ends the benchmark. */
export type AskAs = <Body>(
  identity: ActingIdentity | 'web',
  service: string,
  sent: Sent,
) => Promise<{ readonly body: Body; readonly etag: string }>
