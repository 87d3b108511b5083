import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

/** One engine from its first cycle to its failure; each row holds the 21 sensors of one cycle. */
export interface Engine {
  readonly engine: number
  readonly cycles: readonly (readonly number[])[]
}

const folder = new URL('../data/cmapss/', import.meta.url)

/** Engine, cycle and three settings stand before the sensors. */
const COLUMNS_BEFORE_SENSORS = 5
const COLUMNS = 26

/**
 * Reads the engines of one file, in its order.
 *
 * @throws {RangeError} When a row has not 26 numbers or a cycle is missing; the message names the file and the line.
 */
export async function engines(file: 'train_FD001.txt.gz' | 'test_FD001.txt.gz'): Promise<readonly Engine[]> {
  const text = (await promisify(gunzip)(await readFile(new URL(file, folder)))).toString('utf8')
  const byEngine = new Map<number, number[][]>()
  for (const [i, line] of text.trimEnd().split('\n').entries()) {
    const row = line.trim().split(/\s+/).map(Number)
    const [engine = Number.NaN, cycle] = row
    const cycles = byEngine.get(engine) ?? []
    if (row.length !== COLUMNS || row.some(Number.isNaN) || cycle !== cycles.length + 1) {
      throw new RangeError(`${file} line ${i + 1} is not the next cycle of an engine in ${COLUMNS} numbers: fetch the file again.`)
    }
    cycles.push(row.slice(COLUMNS_BEFORE_SENSORS))
    byEngine.set(engine, cycles)
  }
  return [...byEngine].map(([engine, cycles]) => ({ engine, cycles }))
}
