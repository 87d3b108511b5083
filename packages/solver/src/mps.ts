import type { Mip } from './mip.ts'

/** Enough digits that a program read back gives the same cost to the pound, few enough that files stay small. */
const DIGITS = 15

const number = (value: number): string => (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS))))

/** A program as MPS in its free form, line by line: columns are C0, C1 … and rows R0, R1 …; the objective row is COST. */
export function* mpsLines(mip: Mip, name: string): Generator<string> {
  const types = Array.from({ length: mip.rowCount }, (_, row) => rowType(mip.rowLower[row]!, mip.rowUpper[row]!))
  yield `NAME ${name}`
  yield 'ROWS'
  yield ' N COST'
  for (const [row, type] of types.entries()) yield ` ${type} R${row}`
  yield 'COLUMNS'
  yield* columnLines(mip)
  yield 'RHS'
  for (const [row, type] of types.entries()) {
    const side = type === 'L' ? mip.rowUpper[row]! : mip.rowLower[row]!
    if (Number.isFinite(side) && side !== 0) yield ` RHS R${row} ${number(side)}`
  }
  yield 'BOUNDS'
  for (let column = 0; column < mip.columnCount; column += 1) {
    const [lower, upper] = [mip.lower[column]!, mip.upper[column]!]
    if (lower !== 0) yield Number.isFinite(lower) ? ` LO BND C${column} ${number(lower)}` : ` MI BND C${column}`
    if (Number.isFinite(upper)) yield ` UP BND C${column} ${number(upper)}`
    else if (mip.isInteger[column] === 1) yield ` PL BND C${column}`
  }
  yield 'ENDATA'
}

/** Values of a program's columns, one `column value` a line; what is 0 is left out. */
export function* solutionLines(values: Float64Array): Generator<string> {
  for (let column = 0; column < values.length; column += 1) if (values[column] !== 0) yield `C${column} ${number(values[column]!)}`
}

/** @throws {RangeError} for a row with two different sides, which no rule of ours makes. */
function rowType(lower: number, upper: number): 'E' | 'L' | 'G' | 'N' {
  if (lower === upper) return 'E'
  if (Number.isFinite(lower) && Number.isFinite(upper)) throw new RangeError('a row has two sides')
  if (Number.isFinite(lower)) return 'G'
  return Number.isFinite(upper) ? 'L' : 'N'
}

function* columnLines(mip: Mip): Generator<string> {
  let isInteger = 0
  let markers = 0
  const marker = (): string => `    M${(markers += 1)} 'MARKER' '${isInteger === 1 ? 'INTORG' : 'INTEND'}'`
  for (let column = 0; column < mip.columnCount; column += 1) {
    if (mip.isInteger[column] !== isInteger) {
      isInteger = mip.isInteger[column]!
      yield marker()
    }
    yield ` C${column} COST ${number(mip.cost[column]!)}`
    for (let at = mip.start[column]!; at < mip.start[column + 1]!; at += 1) yield ` C${column} R${mip.index[at]!} ${number(mip.value[at]!)}`
  }
  if (isInteger === 1) {
    isInteger = 0
    yield marker()
  }
}
