import { notFound, sendEvents, type Server } from '@imaging/http'
import type { Feed, Pool } from '@imaging/postgres'
import { Board, BoardRow, type FeedEntry, type HeldReport } from '@imaging/schemas'
import { Type } from 'typebox'
import { boardRow } from './board.ts'
import { waitingReports } from './held-report-repository.ts'
import { assetsNow } from './ledger-repository.ts'
import type { LedgerStore } from './ledger-store.ts'
import type { Register, RegisteredAsset } from './register.ts'

export interface BoardDeps {
  readonly pool: Pool
  readonly register: Register
  readonly ledgers: LedgerStore
  readonly feed: Feed
  readonly now: () => Date
}

const Filters = {
  trust: Type.Optional(Type.String({ maxLength: 10 })),
  site: Type.Optional(Type.String({ maxLength: 10 })),
  class: Type.Optional(Type.String({ maxLength: 40 })),
  supplier: Type.Optional(Type.String({ maxLength: 40 })),
  state: Type.Optional(Type.String({ maxLength: 20 })),
  asset: Type.Optional(Type.String({ maxLength: 30 })),
}

/** All four trusts' scanners fit on one page of the API; the pages people see hold 50. */
const ROWS_MAX = 500
const RETRY_MS = 2_000
const HEARTBEAT_MS = 10_000

interface FeedRowColumns {
  readonly asset_id: string
  readonly state: string
  readonly since: Date | null
  readonly health: string
  readonly health_since: Date | null
  readonly published_at: Date | null
  readonly held_reports: number
  readonly [column: string]: unknown
}

/** The live board: where every scanner stands now, and the feed that keeps a page up to date. */
export function boardRoutes(server: Server, deps: BoardDeps): void {
  addBoard(server, deps)
  addBoardRow(server, deps)
  addFeed(server, deps)
}

function addBoard(server: Server, { pool, register, ledgers, feed, now }: BoardDeps): void {
  server.get(
    '/api/v1/board',
    {
      schema: {
        summary: 'Where scanners stand now, with their last day and quarter',
        querystring: Type.Object({
          ...Filters,
          limit: Type.Integer({ minimum: 1, maximum: ROWS_MAX, default: 50 }),
          offset: Type.Integer({ minimum: 0, maximum: 100_000, default: 0 }),
        }),
        response: { 200: Board },
      },
    },
    async ({ query }) => {
      await register.refresh()
      const feedPosition = await feed.head()
      const standing = await assetsNow(pool)
      const stateOf = ({ asset }: RegisteredAsset): string => standing.get(asset.assetId)?.state ?? 'UNKNOWN'
      const matching = register.all().filter((registered) => isIn(registered, query))
      const shown = matching.filter((registered) => query.state === undefined || stateOf(registered) === query.state)
      const paged = shown.toSorted(byPlace).slice(query.offset, query.offset + query.limit)
      const histories = await ledgers.historiesOf(
        pool,
        paged.map(({ asset }) => asset.assetId),
      )
      const held = Map.groupBy(await waitingReports(pool), ({ assetId }) => assetId)
      const nowMs = now().getTime()
      return {
        knownAt: new Date(nowMs).toISOString(),
        feedPosition,
        counts: Object.fromEntries(
          Map.groupBy(matching, stateOf)
            .entries()
            .map(([state, members]) => [state, members.length]),
        ),
        total: shown.length,
        rows: paged.flatMap((registered) => {
          const history = histories.get(registered.asset.assetId)
          if (history === undefined) return []
          const row = boardRow({ registered, history, now: standing.get(registered.asset.assetId), nowMs })
          return [{ ...row, ...heldOf(held.get(row.assetId)) }]
        }),
      }
    },
  )
}

function addBoardRow(server: Server, { pool, register, ledgers, now }: BoardDeps): void {
  server.get(
    '/api/v1/board/:assetId',
    {
      schema: {
        summary: 'One scanner as the board shows it',
        params: Type.Object({ assetId: Type.String({ maxLength: 30 }) }),
        response: { 200: BoardRow },
      },
    },
    async ({ params: { assetId } }) => {
      await register.refresh()
      const registered = register.find(assetId)
      const history = (await ledgers.historiesOf(pool, [assetId])).get(assetId)
      if (registered === undefined || history === undefined) throw notFound(`scanner ${assetId}`)
      const row = boardRow({ registered, history, now: (await assetsNow(pool)).get(assetId), nowMs: now().getTime() })
      return { ...row, ...heldOf(await waitingReports(pool, assetId)) }
    },
  )
}

function addFeed(server: Server, { register, feed }: BoardDeps): void {
  server.get(
    '/api/v1/feed',
    { schema: { summary: 'Changes of the board as server-sent events; replays from Last-Event-ID', produces: ['text/event-stream'] } },
    async (_request, reply) => {
      await sendEvents(reply, {
        retryMs: RETRY_MS,
        heartbeatMs: HEARTBEAT_MS,
        async *replay(lastEventId, signal) {
          const from = lastEventId ?? (await feed.head())
          for await (const row of feed.rowsAfter<FeedRowColumns>(from, signal))
            yield { id: row.feedId, event: 'board', data: entryOf(row, register) }
        },
      })
    },
  )
}

const isIn = ({ asset, contract }: RegisteredAsset, query: Readonly<Partial<Record<keyof typeof Filters, string>>>): boolean =>
  asset.status === 'IN_USE' &&
  (query.trust === undefined || asset.operator === query.trust) &&
  (query.site === undefined || asset.siteCode === query.site) &&
  (query.class === undefined || query.class.split(',').includes(asset.classId)) &&
  (query.supplier === undefined || (contract?.supplierId ?? asset.supplierId) === query.supplier) &&
  (query.asset === undefined || asset.assetId === query.asset)

/** The reports from its label that wait, where there are any. */
const heldOf = (held: readonly HeldReport[] = []): Pick<BoardRow, 'heldReports'> => (held.length === 0 ? {} : { heldReports: [...held] })

/** By site, then class, then name, with CT 10 after CT 9. */
const collator = new Intl.Collator('en-GB', { numeric: true })
const byPlace = (left: RegisteredAsset, right: RegisteredAsset): number =>
  collator.compare(left.site?.name ?? left.asset.siteCode, right.site?.name ?? right.asset.siteCode) ||
  collator.compare(left.asset.name, right.asset.name)

function entryOf(row: FeedRowColumns, register: Register): FeedEntry {
  const registered = register.find(row.asset_id)
  return {
    assetId: row.asset_id,
    name: registered?.asset.name ?? row.asset_id,
    siteName: registered?.site?.name ?? '',
    trust: registered?.asset.operator ?? '',
    classId: registered?.asset.classId ?? '',
    state: row.state as FeedEntry['state'],
    ...(row.since === null ? {} : { since: row.since.toISOString() }),
    health: row.health as FeedEntry['health'],
    ...(row.health_since === null ? {} : { healthSince: row.health_since.toISOString() }),
    ...(row.published_at === null ? {} : { publishedAt: row.published_at.toISOString() }),
    ...(row.held_reports === 0 ? {} : { heldReports: row.held_reports }),
  }
}
