/**
 * Many units, each walking from its own start to the end of one acyclic graph, and rows that count what the walks use.
 *
 * An arc costs something by itself and uses rows by amounts; a row turns the sum of what is used of it into a cost of its own.
 * Only the rows couple the units: with a price on each row every unit is a shortest path by itself.
 *
 * All arrays may lie in shared memory, so that several threads read one model.
 */
export interface Model {
  readonly graph: Graph
  readonly units: Units
  readonly rows: Rows
  readonly pools: Pools
  readonly ladders: readonly Ladder[]
  readonly tariffs: readonly TariffChoice[]
}

/** Nodes are numbered so that every arc leads to a node of a higher number; the last node is the end. */
export interface Graph {
  readonly nodeCount: number
  readonly arcCount: number
  /** The arcs out of a node are `firstArc[node]` up to `firstArc[node + 1]`. */
  readonly firstArc: Int32Array
  readonly head: Int32Array
  readonly cost: Float64Array
  /** The uses of an arc are `firstUse[arc]` up to `firstUse[arc + 1]`. */
  readonly firstUse: Int32Array
  readonly useRow: Int32Array
  readonly useAmount: Float64Array
  /** The year of a decision worth moving, `NO_EVENT` for an arc that only lets time pass. */
  readonly eventYear: Uint8Array
  /** 1 for a node where one life ends and the next begins: walks meet there. */
  readonly isHub: Uint8Array
  /** Nodes of one block lie together. */
  readonly blockStart: Int32Array
}

export const NO_EVENT = 255

export interface Units {
  readonly count: number
  /** A unit's first node. */
  readonly start: Int32Array
  /** The blocks a unit can come through, in order, are `block[firstBlock[unit]]` up to `firstBlock[unit + 1]`. */
  readonly firstBlock: Int32Array
  readonly block: Int32Array
  /** Labels of which a shared one makes two units worth re-deciding together; the first is the widest. */
  readonly kinships: readonly Int32Array[]
  /** The longest walk, in arcs. */
  readonly walkMax: number
}

/** How a row's use becomes a cost. */
export const ROW_KIND = {
  /** `under` for each unit short of the target and `over` for each beyond it. */
  elastic: 0,
  /** As `elastic`, where going over is not allowed: `over` is stiff, and a plan that pays it does not fit. */
  cap: 1,
  /** Draws on a pool. */
  pooled: 2,
  /** Earns a rate that steps up with volume. */
  ladder: 3,
  /** Counts towards the promise of a tariff, and earns its rate. */
  tariff: 4,
} as const

export interface Rows {
  readonly count: number
  readonly kind: Uint8Array
  readonly name: readonly string[]
  readonly target: Float64Array
  readonly under: Float64Array
  readonly over: Float64Array
  /** Which pool, ladder or tariff choice the row belongs to. */
  readonly owner: Int32Array
  /** What a unit of a tariff's row is worth when its rate is paid on it; a promise counts every unit alike. */
  readonly weight: Float64Array
  /** A likely size of the row's price, by which the first steps are measured. */
  readonly priceScale: Float64Array
  readonly firstPrice: Float64Array
  /** 1 for a row that a group's own integer program keeps as it is. */
  readonly isLocal: Uint8Array
  /** 1 for a row whose use counts decisions: whole in every plan. */
  readonly isCount: Uint8Array
}

/**
 * Allowances that overflow upwards: what a pool cannot cover is asked of its parent, and what it does not need it may lend.
 * A pool's parent has a higher number.
 */
export interface Pools {
  readonly count: number
  readonly parent: Int32Array
  readonly allowance: Float64Array
  /** How much of an unneeded allowance the pool lends to its parent. */
  readonly lends: Float64Array
  /** Cost of each unit of money asked of the parent, or beyond everything where there is none. */
  readonly price: Float64Array
}

export const NO_PARENT = -1

/** The highest reached band's rate is earned on the whole. Bands ascend, and the first begins at 0. */
export interface Ladder {
  readonly row: number
  /** Ladders of one series follow each other in time and stand next to each other. */
  readonly series: string
  readonly year: number
  readonly from: readonly number[]
  readonly rate: readonly number[]
  /** No plan uses more of the row. */
  readonly useMax: number
}

/** One of several tariffs is signed: `rate` is earned on weighted volume, and `clawback` paid for each unit of volume short of the promise. */
export interface TariffChoice {
  readonly name: string
  readonly rows: readonly number[]
  /** First and last year of the term. */
  readonly years: readonly [number, number]
  readonly rate: readonly number[]
  readonly promise: readonly number[]
  readonly clawback: number
  /** A likely size of the price of a unit of promise. */
  readonly priceScale: number
  /** No plan's volume is higher. */
  readonly volumeMax: number
}

/**
 * Price of a unit over a cap, in units of the model's money: dear enough that no plan with another way pays it,
 * and finite, so that a plan that does not fit can say by how much.
 */
export const STIFF_PRICE = 1e5
/** Sums of amounts are equal when they differ by less. */
export const AMOUNT_TOLERANCE = 1e-7
