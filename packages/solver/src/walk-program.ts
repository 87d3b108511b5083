import { lifeUse, livesOf, type Life } from './lives.ts'
import { createMipBuilder, type Mip, type MipBuilder } from './mip.ts'
import { NO_PARENT, ROW_KIND, STIFF_PRICE, type Model } from './model.ts'
import { walkOf, type Plan } from './plan.ts'
import type { RowUse } from './row-use.ts'
import { bestTariff } from './tariff-cost.ts'

/** The mixed-integer program of a model: how often each life is lived, and what that costs by every rule. */
export interface WalkProgram {
  readonly mip: Mip
  /** Names of the columns, in order, for people and other programs. */
  readonly columnNames: readonly string[]
  readonly rowNames: readonly string[]
  /** The values that a plan gives the columns; `use` must be that plan's. */
  valuesOf(plan: Plan, use: RowUse): Float64Array
  /** The plan that values of the columns describe. */
  planOf(values: Float64Array, into: Plan): void
}

/** A column whose value follows from what the rows are used. */
interface Derived {
  readonly column: number
  readonly value: (use: RowUse) => number
}

/**
 * The exact program of a whole model. Its optimum is the model's: every rule is a row of it and nothing is relaxed.
 *
 * @throws {RangeError} when it would have more columns than `columnsMax`.
 */
export function walkProgram(model: Model, columnsMax: number): WalkProgram {
  const { units } = model
  const lives = livesOf(
    model,
    Array.from({ length: units.count }, (_, unit) => unit),
  )
  if (lives.length > columnsMax) throw new RangeError(`the program has ${lives.length} columns; at most ${columnsMax} are worth trying`)
  const builder = createMipBuilder()
  const columnNames: string[] = []
  const rowNames: string[] = []
  const derived: Derived[] = []
  const writer: ProgramWriter = {
    row(name, lower, upper) {
      rowNames.push(name)
      return builder.row(lower, upper)
    },
    column(name, cost, lower, upper, isInteger, value) {
      columnNames.push(name)
      const column = builder.column(cost, lower, upper, isInteger)
      if (value !== undefined) derived.push({ column, value })
    },
    entry: builder.entry,
  }
  const coupling = couplingRows(model, writer)
  addLives(model, lives, writer, (row) => coupling[row] ?? -1)
  addRowColumns(model, writer, coupling)
  const mip = builder.mip()
  return {
    mip,
    columnNames,
    rowNames,
    valuesOf(plan, use) {
      const values = new Float64Array(mip.columnCount)
      const columnOf = new Map(lives.map(({ unit, arcs }, column) => [`${unit ?? ''}:${arcs.join(' ')}`, column]))
      for (let unit = 0; unit < units.count; unit += 1) for (const key of livedKeys(model, plan, unit)) values[columnOf.get(key)!]! += 1
      for (const { column, value } of derived) values[column] = value(use)
      return values
    },
    planOf(values, into) {
      decode(model, lives, values, into)
    },
  }
}

/** Rows and columns with their names. */
export interface ProgramWriter {
  row(name: string, lower: number, upper: number): number
  column(name: string, cost: number, lower: number, upper: number, isInteger: boolean, value?: (use: RowUse) => number): void
  entry: MipBuilder['entry']
}

/** One row of the program for each row of the model. */
function couplingRows({ rows, pools }: Model, writer: ProgramWriter): Int32Array {
  return Int32Array.from({ length: rows.count }, (_, row) => {
    const kind = rows.kind[row]!
    const name = rows.name[row]!
    if (kind === ROW_KIND.cap) return writer.row(name, Number.NEGATIVE_INFINITY, rows.target[row]!)
    if (kind === ROW_KIND.elastic)
      return writer.row(
        name,
        rows.under[row] === 0 ? Number.NEGATIVE_INFINITY : rows.target[row]!,
        rows.over[row] === 0 ? Number.POSITIVE_INFINITY : rows.target[row]!,
      )
    if (kind === ROW_KIND.pooled) return writer.row(name, Number.NEGATIVE_INFINITY, pools.allowance[rows.owner[row]!]!)
    // What earns a rate is at most what is used.
    return writer.row(name, 0, Number.POSITIVE_INFINITY)
  })
}

/** Every unit lives one first life, and at every hub as many lives begin as end. */
export function addLives(
  model: Model,
  lives: readonly Life[],
  writer: ProgramWriter,
  rowOf: (row: number) => number,
  options: { readonly isInteger?: boolean; readonly price?: (row: number) => number } = {},
): void {
  const { isInteger = true, price = () => 0 } = options
  const end = model.graph.nodeCount - 1
  const unitRow = new Map<number, number>()
  const hubRow = new Map<number, number>()
  for (const { unit, from } of lives)
    if (unit === undefined) hubRow.set(from, hubRow.get(from) ?? writer.row(`hub ${from}`, 0, 0))
    else unitRow.set(unit, unitRow.get(unit) ?? writer.row(`unit ${unit}`, 1, 1))
  for (const [number, life] of lives.entries()) {
    const { unit, from, to } = life
    const { cost, uses } = lifeUse(model, life)
    let priced = cost
    for (const [row, amount] of uses) if (rowOf(row) < 0) priced += price(row) * amount
    writer.column(`life ${number}`, priced, 0, unit === undefined ? unitRow.size : 1, isInteger)
    if (unit === undefined) writer.entry(hubRow.get(from)!, -1)
    else writer.entry(unitRow.get(unit)!, 1)
    if (to !== end && hubRow.has(to)) writer.entry(hubRow.get(to)!, 1)
    for (const [row, amount] of uses) if (rowOf(row) >= 0) writer.entry(rowOf(row), amount)
  }
}

/** The columns by which rows become costs. `coupling` holds the program's row of each row, -1 for one that is left out. */
export function addRowColumns(model: Model, writer: ProgramWriter, coupling: Int32Array): void {
  const { rows, ladders, tariffs } = model
  for (let row = 0; row < rows.count; row += 1) {
    if (coupling[row]! < 0 || rows.kind[row] !== ROW_KIND.elastic) continue
    const [under, over, target] = [rows.under[row]!, rows.over[row]!, rows.target[row]!]
    if (under > 0) {
      writer.column(`short of ${rows.name[row]!}`, under, 0, Number.POSITIVE_INFINITY, false, ({ use }) => Math.max(0, target - use[row]!))
      writer.entry(coupling[row]!, 1)
    }
    if (over > 0) {
      writer.column(`over ${rows.name[row]!}`, over, 0, Number.POSITIVE_INFINITY, false, ({ use }) => Math.max(0, use[row]! - target))
      writer.entry(coupling[row]!, -1)
    }
  }
  if (rows.kind.some((kind, row) => kind === ROW_KIND.pooled && coupling[row]! >= 0)) addPoolColumns(model, writer, coupling)
  for (const ladder of ladders) if (coupling[ladder.row]! >= 0) addLadder(writer, coupling[ladder.row]!, ladder)
  for (const [choice, tariff] of tariffs.entries()) if (coupling[tariff.rows[0]!]! >= 0) addTariff(model, writer, coupling, choice)
}

/** Money passed from each pool to its parent, or lent to it. */
function addPoolColumns({ rows, pools }: Model, writer: ProgramWriter, coupling: Int32Array): void {
  const rowOf = new Int32Array(pools.count).fill(-1)
  const leaf = new Int32Array(pools.count).fill(-1)
  for (let row = 0; row < rows.count; row += 1)
    if (rows.kind[row] === ROW_KIND.pooled) {
      rowOf[rows.owner[row]!] = coupling[row]!
      leaf[rows.owner[row]!] = row
    }
  for (let pool = 0; pool < pools.count; pool += 1)
    if (rowOf[pool]! < 0) rowOf[pool] = writer.row(`pool ${pool}`, Number.NEGATIVE_INFINITY, pools.allowance[pool]!)
  for (let pool = 0; pool < pools.count; pool += 1) {
    const up = pools.parent[pool]!
    const isClosed = pools.price[pool]! >= STIFF_PRICE
    if (!isClosed) {
      writer.column(`passed by pool ${pool}`, pools.price[pool]!, 0, Number.POSITIVE_INFINITY, false, (use) =>
        Math.max(0, use.passed(pool)),
      )
      writer.entry(rowOf[pool]!, -1)
      if (up !== NO_PARENT) writer.entry(rowOf[up]!, 1)
    }
    if (up === NO_PARENT || pools.lends[pool] === 0) continue
    writer.column(`lent by pool ${pool}`, 0, 0, pools.lends[pool]!, false, (use) => Math.max(0, -use.passed(pool)))
    writer.entry(rowOf[pool]!, 1)
    writer.entry(rowOf[up]!, -1)
  }
}

/** One band is in force; only what is bought in it earns its rate. */
function addLadder(writer: ProgramWriter, spend: number, { row, from, rate, useMax }: Model['ladders'][number]): void {
  const one = writer.row(`one band of ${row}`, 1, 1)
  const bandAt = (volume: number): number => from.findLastIndex((threshold) => volume >= threshold - 1e-7)
  for (const [band, threshold] of from.entries()) {
    const atLeast = writer.row(`from of band ${band} of ${row}`, 0, Number.POSITIVE_INFINITY)
    const atMost = writer.row(`to of band ${band} of ${row}`, Number.NEGATIVE_INFINITY, 0)
    writer.column(`volume in band ${band} of ${row}`, -rate[band]!, 0, Number.POSITIVE_INFINITY, false, ({ use }) =>
      bandAt(use[row]!) === band ? use[row]! : 0,
    )
    for (const [at, amount] of [
      [spend, -1],
      [atLeast, 1],
      [atMost, 1],
    ] as const)
      writer.entry(at, amount)
    writer.column(`band ${band} of ${row}`, 0, 0, 1, true, ({ use }) => (bandAt(use[row]!) === band ? 1 : 0))
    for (const [at, amount] of [
      [one, 1],
      [atLeast, -threshold],
      [atMost, -useMax],
    ] as const)
      writer.entry(at, amount)
  }
}

/** One tariff is signed; its rate is earned on what is bought under it, and what is short of its promise is clawed back. */
function addTariff({ rows, tariffs }: Model, writer: ProgramWriter, coupling: Int32Array, choice: number): void {
  const tariff = tariffs[choice]!
  const signed = ({ value, volume }: RowUse): number => bestTariff(tariff, value[choice]!, volume[choice]!)
  const one = writer.row(`one tariff of ${tariff.name}`, 1, 1)
  for (const [which, rate] of tariff.rate.entries()) {
    const promise = writer.row(`promise ${which} of ${tariff.name}`, 0, Number.POSITIVE_INFINITY)
    const under = tariff.rows.map((row) => writer.row(`volume of ${rows.name[row]!} under ${which}`, Number.NEGATIVE_INFINITY, 0))
    writer.column(`tariff ${which} of ${tariff.name}`, 0, 0, 1, true, (use) => (signed(use) === which ? 1 : 0))
    writer.entry(one, 1)
    writer.entry(promise, -tariff.promise[which]!)
    for (const row of under) writer.entry(row, -tariff.volumeMax / tariff.rows.length)
    for (const [index, row] of tariff.rows.entries()) {
      writer.column(`${rows.name[row]!} under ${which}`, -rate * rows.weight[row]!, 0, Number.POSITIVE_INFINITY, false, (use) =>
        signed(use) === which ? use.use[row]! : 0,
      )
      for (const [at, amount] of [
        [coupling[row]!, -1],
        [promise, 1],
        [under[index]!, 1],
      ] as const)
        writer.entry(at, amount)
    }
    writer.column(`short of promise ${which} of ${tariff.name}`, tariff.clawback, 0, Number.POSITIVE_INFINITY, false, (use) =>
      signed(use) === which ? Math.max(0, tariff.promise[which]! - use.volume[choice]!) : 0,
    )
    writer.entry(promise, 1)
  }
}

/** A walk cut into its lives, by the names the columns are found under. */
function livedKeys(model: Model, plan: Plan, unit: number): readonly string[] {
  const { head, isHub } = model.graph
  const keys: string[] = []
  let arcs: number[] = []
  for (const arc of walkOf(model, plan, unit)) {
    arcs.push(arc)
    if (isHub[head[arc]!] !== 1) continue
    keys.push(`${keys.length === 0 ? unit : ''}:${arcs.join(' ')}`)
    arcs = []
  }
  return keys
}

/** Deals the lives out to the units: those that meet at a hub are alike from there on. */
function decode({ graph, units }: Model, lives: readonly Life[], values: Float64Array, into: Plan): void {
  const end = graph.nodeCount - 1
  const left = new Map<number, { readonly life: Life; count: number }[]>()
  const first = new Map<number, Life>()
  for (const [column, life] of lives.entries()) {
    const count = Math.round(values[column]!)
    if (count === 0) continue
    if (life.unit === undefined) left.set(life.from, [...(left.get(life.from) ?? []), { life, count }])
    else first.set(life.unit, life)
  }
  for (let unit = 0; unit < units.count; unit += 1) {
    let length = 0
    for (let life = first.get(unit); life !== undefined;) {
      for (const arc of life.arcs) {
        into.arcs[unit * units.walkMax + length] = arc
        length += 1
      }
      if (life.to === end) break
      const next = left.get(life.to)?.find(({ count }) => count > 0)
      if (next === undefined) throw new RangeError(`the solution leaves unit ${unit} at node ${life.to}`)
      next.count -= 1
      life = next.life
    }
    into.lengths[unit] = length
  }
}
