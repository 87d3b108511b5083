import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { table, type Column } from './table.ts'

interface Row {
  readonly site: string
  readonly hours?: number
}

const columns: readonly Column<Row>[] = [
  { title: 'Site', value: ({ site }) => site },
  { title: 'Hours', value: ({ hours }) => hours, align: 'right' },
]

describe('a table', () => {
  it('is as wide as its widest cells, with numbers to the right and a dash for nothing', () => {
    expect(table([{ site: 'St Mary’s', hours: 7 }, { site: 'Ealing', hours: 1836 }, { site: 'é' }], columns)).toBe(
      ['Site       Hours', 'St Mary’s      7', 'Ealing      1836', 'é              –'].join('\n'),
    )
  })

  it('of no rows is its titles', () => {
    expect(table([], columns)).toBe('Site  Hours')
  })

  it('has one line a row whatever the cells hold', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ site: fc.string({ unit: 'binary', maxLength: 12 }) }), { maxLength: 8 }), (rows) => {
        expect(table(rows, columns).split(/\r\n|\r|\n/)).toHaveLength(rows.length + 1)
      }),
    )
  })

  it('cannot be used to steer a terminal', () => {
    expect(table([{ site: '\u001B[2Jgone' }], columns)).not.toContain('\u001B')
  })
})
