import { invalid, keepAnswer, type ProblemPlace, type Server } from '@imaging/http'
import { acting, actorOf, seeingOf } from '@imaging/identity'
import { enqueue, inTransaction, type Transaction } from '@imaging/postgres'
import {
  WorkOrderHistory,
  WorkOrderHistoryOutcome,
  type ActingIdentity,
  type AssetSnapshot,
  type HistoricWorkOrder,
} from '@imaging/schemas'
import { impossibleHistory, type Opening } from '../domain/index.ts'
import { historicFacts } from './historic-facts.ts'
import { recordMessage } from './outgoing.ts'
import { traitsOf } from './raise-work-order.ts'
import { recordHistory } from './record-facts.ts'
import { assetOf, assignmentFor } from './register-repository.ts'
import { nextWorkOrderId, workOrderIdsOf, workOrderOfDowntime } from './work-order-repository.ts'
import type { RouteDeps } from './work-order-route.ts'

type Outcome = WorkOrderHistoryOutcome['workOrders'][number]

/** Two hundred work orders of a dozen facts are a few hundred kilobytes. */
const BODY_BYTES_MAX = 4 * 1024 * 1024

/** Takes in closed work orders of the sender's own trust, from an older system or of an example back-fill. */
export function addHistoryRoutes(server: Server, deps: RouteDeps): void {
  server.post(
    '/api/v1/work-order-history',
    {
      bodyLimit: BODY_BYTES_MAX,
      config: { access: 'work-orders.history' },
      schema: {
        summary: 'Closed work orders of your trust from an older system, all or none',
        body: WorkOrderHistory,
        response: { 200: WorkOrderHistoryOutcome },
      },
    },
    (request, reply) => {
      const sender = acting(request)
      const take = async (tx: Transaction): Promise<WorkOrderHistoryOutcome> => {
        const workOrders = await takeInAll(tx, request.body.workOrders, sender.organisation, deps)
        await tellOfImport(tx, workOrders, sender, deps)
        await keepAnswer(tx, reply, { workOrders })
        return { workOrders }
      }
      return inTransaction(deps.pool, take, { seeing: seeingOf(sender) })
    },
  )
}

/** @throws {ProblemError} 422 with each that cannot be taken in. */
async function takeInAll(tx: Transaction, sent: readonly HistoricWorkOrder[], trust: string, deps: RouteDeps): Promise<Outcome[]> {
  const references = sent.map(({ reference }) => reference)
  const known = await workOrderIdsOf(tx, trust, references)
  const entryOf = registerEntries(tx, trust)
  const outcomes: Outcome[] = []
  const wrong: ProblemPlace[] = []
  for (const [index, one] of sent.entries()) {
    const { reference } = one
    const workOrderId = known.get(reference)
    const taken =
      workOrderId === undefined ? await takeIn(tx, one, await entryOf(one.assetId), deps) : { reference, workOrderId, created: false }
    if (typeof taken === 'string') wrong.push({ pointer: `/body/workOrders/${index}`, message: taken })
    else {
      known.set(taken.reference, taken.workOrderId)
      outcomes.push(taken)
    }
  }
  if (wrong.length > 0) throw invalid(wrong)
  return outcomes
}

/** Bringing work orders over is an administrative act: once for each sending, and not when nothing new was in it. */
async function tellOfImport(
  tx: Transaction,
  outcomes: readonly Outcome[],
  sender: ActingIdentity,
  { now, newId }: RouteDeps,
): Promise<void> {
  const created = outcomes.filter((one) => one.created)
  const [first] = created
  const last = created.at(-1)
  if (first === undefined || last === undefined) return
  const at = now().toISOString()
  const message = recordMessage({
    id: newId(),
    organisation: sender.organisation,
    act: 'work-order-history.brought',
    at,
    recordedAt: at,
    by: actorOf(sender),
    about: `${first.workOrderId} to ${last.workOrderId}`,
    details: { workOrders: String(created.length), firstReference: first.reference, lastReference: last.reference },
  })
  await enqueue(tx, [message])
}

/** What the register says of an asset, asked once for all its work orders. */
interface RegisterEntry {
  readonly asset: AssetSnapshot
  readonly traits: Opening['traits']
}

/** What the register says of the assets of a trust; of others' nothing, as of those it does not know. */
function registerEntries(tx: Transaction, trust: string): (assetId: string) => Promise<RegisterEntry | undefined> {
  const entries = new Map<string, RegisterEntry | undefined>()
  return async (assetId) => {
    if (entries.has(assetId)) return entries.get(assetId)
    const asset = await assetOf(tx, assetId)
    const entry = asset?.operator === trust ? { asset, traits: await traitsOf(tx, asset) } : undefined
    entries.set(assetId, entry)
    return entry
  }
}

/** Takes in one; answers why it cannot be, as a sentence. */
async function takeIn(
  tx: Transaction,
  sent: HistoricWorkOrder,
  entry: RegisterEntry | undefined,
  deps: RouteDeps,
): Promise<Outcome | string> {
  const { reference, assetId } = sent
  if (entry === undefined) return `The register knows no asset ${assetId} of your trust. Add it to the register first.`
  const { asset, traits } = entry
  const taken = sent.downtimeId === undefined ? undefined : await workOrderOfDowntime(tx, sent.downtimeId, assetId)
  if (taken !== undefined)
    return `Downtime ${sent.downtimeId} has work order ${taken.opening.workOrderId} already. Leave one of the two out.`
  const workOrderId = await nextWorkOrderId(tx)
  const { terms } = await assignmentFor(tx, asset, Date.parse(sent.facts[0]?.at ?? ''))
  const facts = historicFacts(sent, { workOrderId, trust: asset.operator, traits, terms })
  if (typeof facts === 'string') return facts
  const impossible = impossibleHistory(facts, deps.now().getTime())
  if (impossible !== undefined) return impossible
  await recordHistory(tx, reference, facts, deps)
  return { reference, workOrderId, created: true }
}
