import { invalid, keepAnswer, type ProblemPlace, type Server } from '@imaging/http'
import { inTransaction, type Transaction } from '@imaging/postgres'
import { WorkOrderHistory, WorkOrderHistoryOutcome, type AssetSnapshot, type HistoricWorkOrder } from '@imaging/schemas'
import { impossibleHistory, type Opening } from '../domain/index.ts'
import { historicFacts } from './historic-facts.ts'
import { EVERY_ORGANISATION } from './organisation.ts'
import { traitsOf } from './raise-work-order.ts'
import { recordHistory } from './record-facts.ts'
import { assetOf, assignmentFor } from './register-repository.ts'
import { nextWorkOrderId, workOrderIdOfDowntime, workOrderIdsOf } from './work-order-repository.ts'
import type { RouteDeps } from './work-order-route.ts'

type Outcome = WorkOrderHistoryOutcome['workOrders'][number]

/** Two hundred work orders of a dozen facts are a few hundred kilobytes. */
const BODY_BYTES_MAX = 4 * 1024 * 1024

/** Takes in closed work orders from an older system, or of an example back-fill. */
export function addHistoryRoutes(server: Server, deps: RouteDeps): void {
  server.post(
    '/api/v1/work-order-history',
    {
      bodyLimit: BODY_BYTES_MAX,
      schema: {
        summary: 'Closed work orders from an older system, all or none',
        body: WorkOrderHistory,
        response: { 200: WorkOrderHistoryOutcome },
      },
    },
    ({ body }, reply) =>
      inTransaction(
        deps.pool,
        async (tx) => {
          const known = await workOrderIdsOf(
            tx,
            body.workOrders.map(({ reference }) => reference),
          )
          const assets = new Map<string, Promise<RegisterEntry | undefined>>()
          const entryOf = (assetId: string) => {
            const entry = assets.get(assetId) ?? registerEntry(tx, assetId)
            assets.set(assetId, entry)
            return entry
          }
          const workOrders: Outcome[] = []
          const wrong: ProblemPlace[] = []
          for (const [index, sent] of body.workOrders.entries()) {
            const workOrderId = known.get(sent.reference)
            const taken =
              workOrderId === undefined
                ? await takeIn(tx, sent, await entryOf(sent.assetId), deps)
                : { reference: sent.reference, workOrderId, created: false }
            if (typeof taken === 'string') wrong.push({ pointer: `/body/workOrders/${index}`, message: taken })
            else {
              known.set(taken.reference, taken.workOrderId)
              workOrders.push(taken)
            }
          }
          if (wrong.length > 0) throw invalid(wrong)
          const outcome = { workOrders }
          await keepAnswer(tx, reply, outcome)
          return outcome
        },
        { organisation: EVERY_ORGANISATION },
      ),
  )
}

/** What the register says of an asset, asked once for all its work orders. */
interface RegisterEntry {
  readonly asset: AssetSnapshot
  readonly traits: Opening['traits']
}

async function registerEntry(tx: Transaction, assetId: string): Promise<RegisterEntry | undefined> {
  const asset = await assetOf(tx, assetId)
  return asset && { asset, traits: await traitsOf(tx, asset) }
}

/** Takes in one; answers why it cannot be, as a sentence. */
async function takeIn(
  tx: Transaction,
  sent: HistoricWorkOrder,
  entry: RegisterEntry | undefined,
  deps: RouteDeps,
): Promise<Outcome | string> {
  const { reference, assetId } = sent
  if (entry === undefined) return `The register knows no asset ${assetId}. Add it to the register first.`
  const { asset, traits } = entry
  const taken = sent.downtimeId === undefined ? undefined : await workOrderIdOfDowntime(tx, sent.downtimeId)
  if (taken !== undefined) return `Downtime ${sent.downtimeId} has work order ${taken} already. Leave one of the two out.`
  const workOrderId = await nextWorkOrderId(tx)
  const { terms } = await assignmentFor(tx, asset, Date.parse(sent.facts[0]?.at ?? ''))
  const facts = historicFacts(sent, { workOrderId, trust: asset.operator, traits, terms })
  if (typeof facts === 'string') return facts
  const impossible = impossibleHistory(facts, deps.now().getTime())
  if (impossible !== undefined) return impossible
  await recordHistory(tx, reference, facts, deps)
  return { reference, workOrderId, created: true }
}
