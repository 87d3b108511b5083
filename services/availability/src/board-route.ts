import type { AssetHistory } from '@imaging/availability/domain'
import { notFound, sendEvents, type Server } from '@imaging/http'
import { acting, seeingOf } from '@imaging/identity'
import { feedHead, inTransaction, seenBy, type Feed, type Pool, type Transaction } from '@imaging/postgres'
import { Board, BoardRow, type FeedEntry, type HeldReport } from '@imaging/schemas'
import { Type } from 'typebox'
import { boardRow } from './board.ts'
import { waitingReports } from './held-report-repository.ts'
import { assetsNow } from './ledger-repository.ts'
import type { LedgerStore } from './ledger-store.ts'
import type { RegisteredAsset } from './register.ts'
import type { Fleets, SeenFleet } from './seen-fleet.ts'

export interface BoardDeps {
  readonly pool: Pool
  readonly fleets: Fleets
  readonly ledgers: LedgerStore
  readonly feed: Feed
  /** A stream of the feed ends when it is older: who asks was said when it was opened, and must be said again. */
  readonly feedOpenMs: number
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

const FEED_TABLE = 'board_change'
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

function addBoard(server: Server, { pool, fleets, ledgers, now }: BoardDeps): void {
  server.get(
    '/api/v1/board',
    {
      config: { access: 'board.read' },
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
    async (request) => {
      const { query } = request
      const identity = acting(request)
      const fleet = await fleets.seenBy(identity)
      const matching = fleet.all().filter((registered) => isIn(registered, query))
      const read = async (tx: Transaction): Promise<Board> => {
        // Before all else, so that the feed tells again what the rows may not have seen.
        const feedPosition = await feedHead(tx, FEED_TABLE)
        const standing = await assetsNow(tx)
        const stateOf = ({ asset }: RegisteredAsset): string => standing.get(asset.assetId)?.state ?? 'UNKNOWN'
        const shown = matching.filter((registered) => query.state === undefined || stateOf(registered) === query.state)
        const paged = shown.toSorted(byPlace).slice(query.offset, query.offset + query.limit)
        const histories = await ledgers.historiesOf(
          tx,
          paged.map(({ asset }) => asset.assetId),
        )
        const held = Map.groupBy(await waitingReports(tx), ({ assetId }) => assetId)
        const nowMs = now().getTime()
        return {
          knownAt: new Date(nowMs).toISOString(),
          feedPosition,
          counts: Object.fromEntries([...Map.groupBy(matching, stateOf)].map(([state, members]) => [state, members.length])),
          total: shown.length,
          rows: paged.flatMap((registered) => {
            const { assetId } = registered.asset
            const history = histories.get(assetId)
            if (history === undefined) return []
            const row = boardRow({ registered, history, now: standing.get(assetId), nowMs, isOwn: fleet.isOwn(assetId) })
            return [{ ...row, ...heldOf(held.get(assetId)) }]
          }),
        }
      }
      return inTransaction(pool, read, { seeing: seeingOf(identity) })
    },
  )
}

function addBoardRow(server: Server, { pool, fleets, ledgers, now }: BoardDeps): void {
  server.get(
    '/api/v1/board/:assetId',
    {
      config: { access: 'board.read' },
      schema: {
        summary: 'One scanner as the board shows it',
        params: Type.Object({ assetId: Type.String({ maxLength: 30 }) }),
        response: { 200: BoardRow },
      },
    },
    async (request) => {
      const { assetId } = request.params
      const identity = acting(request)
      const fleet = await fleets.seenBy(identity)
      const registered = fleet.find(assetId)
      if (registered === undefined) throw notFound(`scanner ${assetId}`)
      const read = async (tx: Transaction): Promise<BoardRow> => {
        const history = (await ledgers.historiesOf(tx, [assetId])).get(assetId) as AssetHistory
        const standing = (await assetsNow(tx)).get(assetId)
        const row = boardRow({ registered, history, now: standing, nowMs: now().getTime(), isOwn: fleet.isOwn(assetId) })
        return { ...row, ...heldOf(await waitingReports(tx, assetId)) }
      }
      return inTransaction(pool, read, { seeing: seeingOf(identity) })
    },
  )
}

function addFeed(server: Server, { pool, fleets, feed, feedOpenMs }: BoardDeps): void {
  server.get(
    '/api/v1/feed',
    {
      config: { access: 'board.read' },
      schema: { summary: 'Changes of the board as server-sent events; replays from Last-Event-ID', produces: ['text/event-stream'] },
    },
    async (request, reply) => {
      const identity = acting(request)
      const seen = seenBy(pool, seeingOf(identity))
      const fleet = await fleets.seenBy(identity)
      await sendEvents(reply, {
        retryMs: RETRY_MS,
        heartbeatMs: HEARTBEAT_MS,
        async *replay(lastEventId, reading) {
          const signal = AbortSignal.any([reading, AbortSignal.timeout(feedOpenMs)])
          const from = lastEventId ?? (await feedHead(seen, FEED_TABLE))
          for await (const row of feed.rowsAfter<FeedRowColumns>(from, signal, seen)) {
            // A scanner this new may not have been read yet.
            const entry = entryOf(row, fleet) ?? entryOf(row, await fleets.seenBy(identity))
            if (entry !== undefined) yield { id: row.feedId, event: 'board', data: entry }
          }
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

/** A row of the feed for somebody; nothing where the scanner is not theirs to know of. */
function entryOf(row: FeedRowColumns, fleet: SeenFleet): FeedEntry | undefined {
  const registered = fleet.find(row.asset_id)
  if (registered === undefined) return undefined
  const { asset, site } = registered
  return {
    assetId: row.asset_id,
    name: asset.name,
    siteName: site?.name ?? '',
    trust: asset.operator,
    classId: asset.classId,
    state: row.state as FeedEntry['state'],
    ...(row.since === null ? {} : { since: row.since.toISOString() }),
    health: row.health as FeedEntry['health'],
    ...(row.health_since === null ? {} : { healthSince: row.health_since.toISOString() }),
    ...(row.published_at === null ? {} : { publishedAt: row.published_at.toISOString() }),
    ...(row.held_reports === 0 || !fleet.isOwn(row.asset_id) ? {} : { heldReports: row.held_reports }),
  }
}
