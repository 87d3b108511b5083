import { ROW_KIND, type Model } from './model.ts'
import { createPartition } from './partition.ts'

/** Units that share rows with nobody outside the group. */
export interface Group {
  readonly units: Int32Array
  /** Blocks the units come through, in rising order. */
  readonly blocks: Int32Array
  /** The rows that hold the group together. */
  readonly rows: Int32Array
}

/** Groups held together by local rows: their integer programs are small, and exact in those rows. */
export const localGroups = (model: Model): readonly Group[] => groupsBy(model, (row) => model.rows.isLocal[row] === 1)

/** Groups held together by ladders of one series and by tariffs. */
export const tariffGroups = (model: Model): readonly Group[] =>
  groupsBy(model, (row) => model.rows.kind[row] === ROW_KIND.ladder || model.rows.kind[row] === ROW_KIND.tariff)

/** The groups that have rows for which `holds` is true, in order of their first unit. */
function groupsBy({ graph, units, rows }: Model, holds: (row: number) => boolean): readonly Group[] {
  const blockCount = graph.blockStart.length - 1
  const partition = createPartition(blockCount + rows.count)
  const isUsed = new Uint8Array(rows.count)
  for (let unit = 0; unit < units.count; unit += 1)
    for (let at = units.firstBlock[unit]! + 1; at < units.firstBlock[unit + 1]!; at += 1)
      partition.join(units.block[at]!, units.block[units.firstBlock[unit]!]!)
  for (let block = 0; block < blockCount; block += 1) {
    const firstArc = graph.firstArc[graph.blockStart[block]!]!
    const lastArc = graph.firstArc[graph.blockStart[block + 1]!]!
    for (let use = graph.firstUse[firstArc]!; use < graph.firstUse[lastArc]!; use += 1) {
      const row = graph.useRow[use]!
      if (!holds(row)) continue
      isUsed[row] = 1
      partition.join(block, blockCount + row)
    }
  }
  const members = new Map<number, { units: number[]; blocks: Set<number>; rows: number[] }>()
  for (let row = 0; row < rows.count; row += 1)
    if (isUsed[row] === 1) {
      const set = partition.find(blockCount + row)
      const group = members.get(set) ?? { units: [], blocks: new Set(), rows: [] }
      members.set(set, group)
      group.rows.push(row)
    }
  for (let unit = 0; unit < units.count; unit += 1) {
    const group = members.get(partition.find(units.block[units.firstBlock[unit]!]!))
    if (group === undefined) continue
    group.units.push(unit)
    for (let at = units.firstBlock[unit]!; at < units.firstBlock[unit + 1]!; at += 1) group.blocks.add(units.block[at]!)
  }
  return [...members.values()]
    .map((group) => ({
      units: Int32Array.from(group.units),
      blocks: Int32Array.from(group.blocks).toSorted(),
      rows: Int32Array.from(group.rows),
    }))
    .toSorted((one, other) => one.units[0]! - other.units[0]!)
}
