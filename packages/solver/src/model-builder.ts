import {
  NO_EVENT,
  ROW_KIND,
  STIFF_PRICE,
  type Graph,
  type Ladder,
  type Model,
  type Pools,
  type Rows,
  type TariffChoice,
  type Units,
} from './model.ts'
import { growingBytes, growingFloats, growingInts } from './growing-array.ts'

export interface RowOptions {
  readonly name: string
  readonly target?: number
  readonly under?: number
  readonly over?: number
  readonly priceScale: number
  readonly firstPrice?: number
  readonly weight?: number
  readonly isLocal?: boolean
  readonly isCount?: boolean
}

export interface PoolOptions {
  readonly allowance: number
  readonly lends: number
  readonly price: number
}

/** Takes a model piece by piece, nodes in rising order. Graph first: `block`, `node`, `arc`, `use`; heads may be named before they exist. */
export interface ModelBuilder {
  row(options: RowOptions): number
  cap(options: Omit<RowOptions, 'under' | 'over'>): number
  pooledRow(options: RowOptions & { readonly pool: number }): number
  /** Children are added before their parents, and joined by `setParent`. */
  pool(options: PoolOptions): number
  setParent(pool: number, parent: number): void
  ladder(options: RowOptions & Omit<Ladder, 'row'>): number
  /** One row for each weight. @returns The rows. */
  tariff(options: Omit<TariffChoice, 'rows'> & { readonly weights: readonly number[] }): readonly number[]
  /** Begins a block; the nodes added next are its own. */
  block(): number
  /** Begins a node; the arcs added next leave it. */
  node(isHub?: boolean): number
  /** Begins an arc; the uses added next are its own. */
  arc(head: number, cost: number, eventYear?: number): void
  use(row: number, amount: number): void
  unit(start: number, blocks: readonly number[], kinships: readonly number[]): number
  /** Adds the end node. Heads given as `END` lead there. */
  model(): Model
}

/** Stands for the end of the graph, whose number is known last. */
export const END = -1

export function createModelBuilder(): ModelBuilder {
  const rows = createRows()
  const pools: { allowance: number; lends: number; price: number; parent: number }[] = []
  const ladders: Ladder[] = []
  const tariffs: TariffChoice[] = []
  const graph = createGraph()
  const units = { start: growingInts(), firstBlock: growingInts(), block: growingInts(), kinships: [] as ReturnType<typeof growingInts>[] }
  return {
    row: (options) => rows.add(ROW_KIND.elastic, options),
    cap: (options) => rows.add(ROW_KIND.cap, { ...options, over: STIFF_PRICE }),
    pooledRow: ({ pool, ...options }) => rows.add(ROW_KIND.pooled, options, pool),
    pool(options) {
      pools.push({ ...options, parent: -1 })
      return pools.length - 1
    },
    setParent(pool, parent) {
      pools[pool]!.parent = parent
    },
    ladder({ from, rate, useMax, series, year, ...options }) {
      const row = rows.add(ROW_KIND.ladder, options, ladders.length)
      ladders.push({ row, series, year, from, rate, useMax })
      return row
    },
    tariff({ weights, ...choice }) {
      const { name, priceScale } = choice
      const itsRows = weights.map((weight, index) =>
        rows.add(ROW_KIND.tariff, { name: `${name} ${index}`, priceScale, weight }, tariffs.length),
      )
      tariffs.push({ ...choice, rows: itsRows })
      return itsRows
    },
    ...graph.steps,
    unit(start, blocks, kinships) {
      units.firstBlock.push(units.block.length)
      for (const block of blocks) units.block.push(block)
      for (const [kind, label] of kinships.entries()) (units.kinships[kind] ??= growingInts()).push(label)
      return units.start.push(start)
    },
    model() {
      const finished = graph.finish()
      units.firstBlock.push(units.block.length)
      return {
        graph: finished,
        units: {
          count: units.start.length,
          start: units.start.shared(),
          firstBlock: units.firstBlock.shared(),
          block: units.block.shared(),
          kinships: units.kinships.map((labels) => labels.shared()),
          walkMax: longestWalk(finished, units.start.shared()),
        } satisfies Units,
        rows: rows.finish(),
        pools: {
          count: pools.length,
          parent: Int32Array.from(pools.map(({ parent }) => parent)),
          allowance: Float64Array.from(pools.map(({ allowance }) => allowance)),
          lends: Float64Array.from(pools.map(({ lends }) => lends)),
          price: Float64Array.from(pools.map(({ price }) => price)),
        } satisfies Pools,
        ladders,
        tariffs,
      }
    },
  }
}

function createRows() {
  const kind = growingBytes()
  const isLocal = growingBytes()
  const isCount = growingBytes()
  const owner = growingInts()
  const target = growingFloats()
  const under = growingFloats()
  const over = growingFloats()
  const weight = growingFloats()
  const priceScale = growingFloats()
  const firstPrice = growingFloats()
  const name: string[] = []
  return {
    add(rowKind: number, options: RowOptions, rowOwner = -1): number {
      name.push(options.name)
      target.push(options.target ?? 0)
      under.push(options.under ?? 0)
      over.push(options.over ?? 0)
      weight.push(options.weight ?? 1)
      priceScale.push(options.priceScale)
      firstPrice.push(options.firstPrice ?? 0)
      isLocal.push(options.isLocal === true ? 1 : 0)
      isCount.push(options.isCount === true ? 1 : 0)
      owner.push(rowOwner)
      return kind.push(rowKind)
    },
    finish: (): Rows => ({
      count: kind.length,
      kind: kind.shared(),
      name,
      target: target.shared(),
      under: under.shared(),
      over: over.shared(),
      owner: owner.shared(),
      weight: weight.shared(),
      priceScale: priceScale.shared(),
      firstPrice: firstPrice.shared(),
      isLocal: isLocal.shared(),
      isCount: isCount.shared(),
    }),
  }
}

function createGraph() {
  const firstArc = growingInts()
  const head = growingInts()
  const cost = growingFloats()
  const firstUse = growingInts()
  const useRow = growingInts()
  const useAmount = growingFloats()
  const eventYear = growingBytes()
  const isHub = growingBytes()
  const blockStart = growingInts()
  const steps = {
    block: (): number => blockStart.push(isHub.length),
    node(hub = false): number {
      firstArc.push(head.length)
      return isHub.push(hub ? 1 : 0)
    },
    arc(to: number, itsCost: number, year = NO_EVENT): void {
      firstUse.push(useRow.length)
      head.push(to)
      cost.push(itsCost)
      eventYear.push(year)
    },
    use(row: number, amount: number): void {
      useRow.push(row)
      useAmount.push(amount)
    },
  }
  return {
    steps,
    finish(): Graph {
      const arcCount = head.length
      blockStart.push(isHub.length)
      const end = steps.node(true)
      firstArc.push(arcCount)
      firstUse.push(useRow.length)
      const heads = head.shared()
      for (let arc = 0; arc < arcCount; arc += 1) if (heads[arc] === END) heads[arc] = end
      return {
        nodeCount: end + 1,
        arcCount,
        firstArc: firstArc.shared(),
        head: heads,
        cost: cost.shared(),
        firstUse: firstUse.shared(),
        useRow: useRow.shared(),
        useAmount: useAmount.shared(),
        eventYear: eventYear.shared(),
        isHub: isHub.shared(),
        blockStart: blockStart.shared(),
      }
    },
  }
}

/** @throws {RangeError} when an arc does not lead onwards. */
function longestWalk({ nodeCount, firstArc, head }: Graph, starts: Int32Array): number {
  const arcs = new Int32Array(nodeCount)
  for (let node = nodeCount - 1; node >= 0; node -= 1)
    for (let arc = firstArc[node]!; arc < firstArc[node + 1]!; arc += 1) {
      const to = head[arc]!
      if (to <= node) throw new RangeError(`arc ${arc} leads from node ${node} back to ${to}`)
      arcs[node] = Math.max(arcs[node]!, arcs[to]! + 1)
    }
  return starts.reduce((longest, start) => Math.max(longest, arcs[start]!), 0)
}
