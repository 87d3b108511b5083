import type { BoardRow, WorkOrderSummary } from '@imaging/schemas'
import { codeWords } from '../../words/capability-words.ts'
import { countWords, listWords } from '../../words/number-words.ts'
import { causeWords, stateWords } from '../../words/state-words.ts'
import { durationWords, momentWords } from '../../words/time-words.ts'
import { statusCell } from './status-cell.ts'
import type { SafeHtml } from '../../html/safe-html.ts'

/** A promised time: the one that holds, and those that were promised before it. */
export interface PromiseView {
  readonly label: string
  readonly now: string
  readonly isPast: boolean
  readonly earlier: readonly { readonly time: string; readonly reason: string | undefined }[]
}

/** One scanner that is not fully working, with all that a huddle needs to decide. */
export interface OutageView {
  readonly assetId: string
  readonly name: string
  readonly siteName: string
  readonly href: string
  readonly fill: string
  readonly status: SafeHtml
  readonly forWords: string
  readonly sinceWords: string | undefined
  readonly reason: string
  readonly canStill: string | undefined
  /** Left out where there may be a work order that the one who looks may not see. */
  readonly nextStep: string | undefined
  readonly promises: readonly PromiseView[]
  readonly slots: string | undefined
  readonly alternatives: string
  readonly workOrder: { readonly id: string; readonly href: string } | undefined
}

/** More names than this at one site are no help in a huddle. */
const SCANNERS_NAMED_MAX = 3
/** More sites than this are no help in a huddle. */
const ALTERNATIVE_SITES_MAX = 6

const promiseLabels = { arrival: 'Engineer due', part: 'Part due', repair: 'Repair due' } as const

/** The promises of a work order by kind, the newest of each kind as the one that holds. */
export const promiseViews = (promises: WorkOrderSummary['promises'], nowMs: number): readonly PromiseView[] =>
  (Object.keys(promiseLabels) as (keyof typeof promiseLabels)[]).flatMap((kind) => {
    const told = promises.filter(({ promise }) => promise === kind)
    const last = told.at(-1)
    if (last === undefined) return []
    // The reason told with a promise says why the one before it did not hold.
    const earlier = told
      .slice(0, -1)
      .map(({ at }, index) => ({ time: momentWords(Date.parse(at), nowMs), reason: told[index + 1]?.reason }))
    const atMs = Date.parse(last.at)
    return [{ label: promiseLabels[kind], now: momentWords(atMs, nowMs), isPast: atMs < nowMs, earlier }]
  })

const canStep = (other: BoardRow): boolean => (other.state === 'UP' || other.state === 'DEGRADED') && other.health !== 'SILENT'

const canDo = ({ state, capabilities, canStill }: BoardRow): readonly string[] => (state === 'DEGRADED' ? (canStill ?? []) : capabilities)

/** What someone who sends patients there must know first: it is limited itself, or nothing but people's word says that it works. */
const caveat = ({ state, health }: BoardRow): string =>
  state === 'DEGRADED' ? ' – limited' : health === 'LIVE' ? '' : ' – no signal, ask first'

/** Scanners of the same type that can do all that this one cannot do now: those without a caveat first, then those of its own trust. */
export const alternativesTo = (row: BoardRow, rows: readonly BoardRow[]): readonly BoardRow[] => {
  const lost = row.capabilities.filter((capability) => row.state !== 'DEGRADED' || !(row.canStill ?? []).includes(capability))
  return rows
    .filter((other) => other.assetId !== row.assetId && other.classId === row.classId && canStep(other))
    .filter((other) => lost.every((capability) => canDo(other).includes(capability)))
    .toSorted(
      (a, b) =>
        Number(caveat(a) !== '') - Number(caveat(b) !== '') ||
        Number(b.siteCode === row.siteCode) - Number(a.siteCode === row.siteCode) ||
        Number(b.trust === row.trust) - Number(a.trust === row.trust),
    )
}

const manyWords = (scanners: readonly BoardRow[]): string => {
  const sound = scanners.filter((scanner) => caveat(scanner) === '').length
  return sound === scanners.length
    ? `${sound} scanners`
    : `${scanners.length} scanners, ${scanners.length - sound} limited or without signal`
}

/** A few are named; of many it is enough that there are many. */
const scannersWords = (scanners: readonly BoardRow[]): string =>
  scanners.length > SCANNERS_NAMED_MAX ? manyWords(scanners) : scanners.map((scanner) => scanner.name + caveat(scanner)).join(', ')

const alternativesWords = (row: BoardRow, rows: readonly BoardRow[]): string => {
  const others = alternativesTo(row, rows)
  if (others.length === 0) return 'No other working scanner can do all of its work'
  const bySite = Map.groupBy(others, ({ siteName }) => siteName)
  const named = [...bySite].slice(0, ALTERNATIVE_SITES_MAX).map(([site, scanners]) => `${site} (${scannersWords(scanners)})`)
  return bySite.size > named.length ? `${named.join(', ')} and ${countWords(bySite.size - named.length, 'more site')}` : listWords(named)
}

const slotsWords = ({ slotsPerHour, lostSessionHoursToday }: BoardRow): string | undefined => {
  const slots = Math.ceil((slotsPerHour ?? 0) * lostSessionHoursToday)
  return slots > 0 ? `About ${countWords(slots, 'slot')} today` : undefined
}

/** The board that an outage stands on. */
export interface OutageBoard {
  readonly rows: readonly BoardRow[]
  readonly isOrdersKnown: boolean
  /** The trusts whose work orders the one who looks may see. */
  readonly ordersOf: readonly string[]
  readonly nowMs: number
}

const nextStepWords = (
  { state, agreedEnd, trust }: BoardRow,
  order: WorkOrderSummary | undefined,
  { isOrdersKnown, ordersOf, nowMs }: OutageBoard,
): string | undefined => {
  if (order !== undefined) return order.nextStep
  if (agreedEnd !== undefined && state === 'DOWN_PLANNED') return `Due back ${momentWords(Date.parse(agreedEnd), nowMs)}`
  if (!ordersOf.includes(trust)) return undefined
  return isOrdersKnown ? 'No work order yet' : 'Work orders cannot be read now'
}

/** How one scanner that is not fully working is shown; `order` is its open work order, if it has one. */
export const outageView = (row: BoardRow, order: WorkOrderSummary | undefined, board: OutageBoard): OutageView => {
  const { nowMs } = board
  const sinceMs = row.since === undefined ? undefined : Date.parse(row.since)
  return {
    assetId: row.assetId,
    name: row.name,
    siteName: row.siteName,
    href: `/scanners/${row.assetId}`,
    fill: stateWords[row.state].fill,
    status: statusCell(row, nowMs),
    forWords: sinceMs === undefined ? 'Not known' : durationWords(nowMs - sinceMs),
    sinceWords: sinceMs === undefined ? undefined : `since ${momentWords(sinceMs, nowMs)}`,
    reason: row.note ?? order?.summary ?? (row.cause === undefined ? 'Not known yet' : causeWords[row.cause]),
    canStill: row.state === 'DEGRADED' ? listWords((row.canStill ?? []).map(codeWords)) || 'Not known' : undefined,
    nextStep: nextStepWords(row, order, board),
    promises: promiseViews(order?.promises ?? [], nowMs),
    slots: slotsWords(row),
    alternatives: alternativesWords(row, board.rows),
    workOrder: order === undefined ? undefined : { id: order.workOrderId, href: `/work-orders/${order.workOrderId}` },
  }
}
