import { releaseChecks } from '@imaging/maintenance/domain'
import { TYPE_PREFIX, WorkOrderHistory, workOrderFacts } from '@imaging/schemas'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import { createExample } from './example.ts'
import { contractsOf, registerEntry } from './register-entries.ts'
import { toldEpisodes } from './state-events.ts'
import { historicWorkOrders } from './work-order-history.ts'

const filledToMs = Date.UTC(2026, 10, 22, 10, 17)
const example = createExample({ seed: 1, fleet: 'full', filledToMs })
const orders = historicWorkOrders(example)
const factValidators = new Map(
  workOrderFacts.map((schema) => {
    const { $id, properties } = schema as unknown as { $id: string; properties: { data: TSchema } }
    return [$id.slice(`${TYPE_PREFIX}work-order.`.length, -'.v1'.length), Compile(properties.data)]
  }),
)

describe('the work orders of the example history', () => {
  it('fit what maintenance takes in, each fact as its own event', () => {
    const history = Compile(WorkOrderHistory)
    expect(history.Check({ workOrders: orders.slice(0, 200) })).toBe(true)
    for (const { facts, assetId, supplierId, priority, summary } of orders)
      for (const { step, ...said } of facts) {
        const body = { workOrderId: 'WO-1', assetId, ...(step === 'call-logged' && { supplierId, priority, summary }), ...said }
        expect(factValidators.get(step)?.Check(body), `${step} ${JSON.stringify(body)}`).toBe(true)
      }
  })

  it('begin with the call, end with the release, and go forward in time and not beyond now', () => {
    for (const { facts } of orders) {
      const instants = facts.map(({ at }) => Date.parse(at))
      expect(instants).toEqual(instants.toSorted((one, other) => one - other))
      expect(instants.at(-1)).toBeLessThanOrEqual(filledToMs)
      expect([facts[0]?.step, facts.at(-1)?.step]).toEqual(['call-logged', 'released'])
    }
  })

  it('record every check that the scope of the work asks for before the release', () => {
    for (const { facts } of orders) {
      const scope = facts.flatMap((fact) => ('scope' in fact ? (fact.scope as string[]) : []))
      const checked = facts.flatMap((fact) => ('check' in fact ? [fact.check as string] : []))
      for (const { check } of releaseChecks(scope)) expect(checked).toContain(check)
    }
  })

  it('are one for each failure that is over, under the name of its downtime and with the release that ended it', () => {
    const over = toldEpisodes(example).filter(
      ({ episode }) => episode !== undefined && ['failure', 'limited'].includes(episode.kind) && episode.backMs <= filledToMs,
    )
    const releases = new Map(over.map(({ events }) => [events[0]?.id, events.at(-1)?.data.release]))
    expect(orders.length).toBe(over.length)
    for (const { downtimeId, facts } of orders) expect((facts.at(-1) as { releaseId?: string }).releaseId).toBe(releases.get(downtimeId))
    expect(new Set(orders.map(({ reference }) => reference)).size).toBe(orders.length)
  })
})

describe('the register entries of the example', () => {
  it('name a contract that is there, of the trust that operates the asset', () => {
    const contracts = new Map(contractsOf(example.assets).map((contract) => [contract.contractId, contract]))
    for (const asset of example.assets) {
      const { contractId = '', operator, supplierId } = registerEntry(asset, filledToMs)
      expect(contracts.get(contractId)).toMatchObject({ trust: operator, supplierId })
    }
  })

  it('have a book value between nothing and the price, and a feed only where one is fitted', () => {
    for (const asset of example.assets) {
      const { netBookValuePence = -1, purchasePricePence = 0, feed } = registerEntry(asset, filledToMs)
      expect(netBookValuePence).toBeGreaterThanOrEqual(0)
      expect(netBookValuePence).toBeLessThanOrEqual(purchasePricePence)
      expect(feed).toEqual(asset.connected ? { fitted: true, expectedEveryS: 600 } : { fitted: false })
    }
  })
})
