import { invalid, keepAnswer, type ProblemPlace, type Server } from '@imaging/http'
import { inTransaction, type Transaction } from '@imaging/postgres'
import { WorkOrderHistory, WorkOrderHistoryOutcome, type HistoricWorkOrder } from '@imaging/schemas'
import { impossibleHistory, type Fact } from '../domain/index.ts'
import { historicFacts } from './historic-facts.ts'
import { EVERY_ORGANISATION } from './organisation.ts'
import { traitsOf } from './raise-work-order.ts'
import { recordHistory } from './record-facts.ts'
import { assetOf, assignmentFor } from './register-repository.ts'
import { nextWorkOrderId, workOrderIdOf } from './work-order-repository.ts'
import type { RouteDeps } from './work-order-route.ts'

/** Two hundred work orders of a dozen facts are a few hundred kilobytes. */
const BODY_BYTES_MAX = 4 * 1024 * 1024

/** Takes in closed work orders from an older system, or of an example back-fill. */
export function addHistoryRoutes(server: Server, deps: RouteDeps): void {
  server.post(
    '/api/v1/work-order-history',
    {
      bodyLimit: BODY_BYTES_MAX,
      schema: { summary: 'Closed work orders from an older system, all or none', body: WorkOrderHistory, response: { 200: WorkOrderHistoryOutcome } },
    },
    ({ body }, reply) =>
      inTransaction(
        deps.pool,
        async (tx) => {
          const workOrders: WorkOrderHistoryOutcome['workOrders'] = []
          const wrong: ProblemPlace[] = []
          for (const [index, sent] of body.workOrders.entries()) {
            const taken = await takeIn(tx, sent, deps)
            if (typeof taken === 'string') wrong.push({ pointer: `/body/workOrders/${index}`, message: taken })
            else workOrders.push(taken)
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

/** Takes in one; answers why it cannot be, as a sentence. */
async function takeIn(tx: Transaction, sent: HistoricWorkOrder, deps: RouteDeps): Promise<WorkOrderHistoryOutcome['workOrders'][number] | string> {
  const { reference, assetId } = sent
  const known = await workOrderIdOf(tx, reference)
  if (known !== undefined) return { reference, workOrderId: known, created: false }
  const asset = await assetOf(tx, assetId)
  if (asset === undefined) return `The register knows no asset ${assetId}. Add it to the register first.`
  const workOrderId = await nextWorkOrderId(tx)
  const { terms } = await assignmentFor(tx, asset, Date.parse(sent.facts[0]?.at ?? ''))
  const facts = historicFacts(sent, { workOrderId, trust: asset.operator, traits: await traitsOf(tx, asset), terms })
  const impossible = typeof facts === 'string' ? facts : impossibleHistory(facts, deps.now().getTime())
  if (impossible !== undefined) return impossible
  await recordHistory(tx, reference, facts as readonly Fact[], deps)
  return { reference, workOrderId, created: true }
}
