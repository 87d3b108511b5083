import { randomUUID } from 'node:crypto'
import type { Identity, OpenedSession, RecordActedV1, Session } from '@imaging/schemas'
import { runService } from '@imaging/service'
import pg from 'pg'
import { startTestService } from '../../../infra/local/test-service.ts'
import { access } from './access-service.ts'

/** The issuer of the tests, whose word is taken. */
export const ISSUER = 'http://localhost:4000'

export interface Sending {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** The service, whole, with the example's people, on a database and topics of its own. */
export interface TestAccess {
  /** A request as somebody; without anybody when left out. */
  ask(identity: Identity | undefined, method: string, path: string, sending?: Sending): Promise<Response>
  /** A request of the gateway itself. */
  asWeb(path: string, body: unknown): Promise<Response>
  signIn(subject: string, more?: Readonly<Record<string, string>>): Promise<OpenedSession>
  look(token: string): Promise<Session | undefined>
  /** A statement as superuser, to bring about what takes too long to wait for, or to look at what was kept. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** A statement as the service itself, in a role it takes and for whom it is told. */
  asService<Row extends pg.QueryResultRow>(role: string | undefined, organisation: string | undefined, text: string): Promise<Row[]>
  acts(): Promise<readonly RecordActedV1[]>
  /** Starts another process of it with other settings, and ends it. */
  startAgain(env?: Readonly<Record<string, string>>): Promise<void>
  stop(): Promise<void>
}

const WEB: Identity = { kind: 'service', name: 'web' }

/** Starts it with the example. */
export async function startTestAccess(servers: { readonly databaseUrl: string; readonly kafkaBrokers: string }): Promise<TestAccess> {
  const service = await startTestService({
    definition: access,
    migrations: new URL('../migrations', import.meta.url),
    ...servers,
    env: { EXAMPLE_RUN: '1', OIDC_ISSUER: ISSUER },
  })
  const admin = new pg.Pool({ connectionString: service.databaseUrl, max: 2, options: '-c search_path=access,public' })

  const ask: TestAccess['ask'] = async (identity, method, path, { body, headers = {} } = {}) =>
    fetch(`${service.url}${path}`, {
      method,
      headers: {
        ...(identity && { authorization: await service.authorization(identity) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method !== 'GET' && { 'idempotency-key': randomUUID() }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const asWeb: TestAccess['asWeb'] = (path, body) => ask(WEB, 'POST', path, { body })

  return {
    ask,
    asWeb,
    async signIn(subject, more = {}) {
      const answer = await asWeb('/internal/sign-ins', { issuer: ISSUER, subject, ...more })
      if (answer.status !== 200) throw new Error(`${subject} was not let in: ${answer.status}`)
      return (await answer.json()) as OpenedSession
    },
    async look(token) {
      const answer = await asWeb('/internal/sessions/look', { token })
      return answer.status === 200 ? ((await answer.json()) as Session) : undefined
    },
    sql: async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) => (await admin.query<Row>(text, values)).rows,
    async asService<Row extends pg.QueryResultRow>(role: string | undefined, organisation: string | undefined, text: string) {
      const client = await admin.connect()
      try {
        await client.query(`begin; set local role imaging_access${role === undefined ? '' : `_${role}`}`)
        if (organisation !== undefined) await client.query(`select set_config('imaging.organisation', $1, true)`, [organisation])
        return (await client.query<Row>(text)).rows
      } finally {
        await client.query('rollback')
        client.release()
      }
    },
    acts: async () => (await service.records('imaging.record')).map(({ body }) => JSON.parse(String(body)) as RecordActedV1),
    async startAgain(env = {}) {
      await (await runService(access, { ...service.env, ...env })).close()
    },
    async stop() {
      await admin.end()
      await service.stop()
    },
  }
}
