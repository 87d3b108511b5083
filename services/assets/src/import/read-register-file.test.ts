import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importLimits, type WrittenTable } from '../../domain/index.ts'
import { readRegisterFile } from './read-register-file.ts'

const read = async (text: string): Promise<WrittenTable> => {
  const table = await readRegisterFile(Buffer.from(text))
  if ('refused' in table) throw new Error(`${table.refused} ${table.remedy}`)
  return table
}
const cells = async (text: string): Promise<readonly (readonly string[])[]> => (await read(text)).rows.map((row) => row.cells)

describe('a register file as text', () => {
  it.each([
    [',', 'commas'],
    [';', 'semicolons'],
    ['\t', 'tabs'],
  ])('may be separated by %j', async (delimiter, name) => {
    const table = await read(['Make', 'Model', 'Serial no'].join(delimiter) + '\n' + ['GE', '"Evo, 2; x"', 'A1'].join(delimiter))
    expect(table.readAs).toBe(`UTF-8 text, separated by ${name}`)
    expect(table.rows[1]?.cells).toEqual(['GE', 'Evo, 2; x', 'A1'])
  })

  it('counts rows as a spreadsheet does: blank rows too, and a cell of two lines once', async () => {
    expect(
      (await read('Make,Model,Serial\n\nGE,"two\nlines",1\n,,\nGE,Evo,2\n')).rows.map(({ row, cells: [make] }) => [row, make]),
    ).toEqual([
      [1, 'Make'],
      [2, ''],
      [3, 'GE'],
      [4, ''],
      [5, 'GE'],
    ])
  })

  it('may have quotation marks inside a cell, rows of different length, and any line ending', async () => {
    expect(await cells('Make,Model\rGE,15" screen\rGE\r')).toEqual([['Make', 'Model'], ['GE', '15" screen'], ['GE']])
    expect(await cells('Make,Model\r\n"GE ""Evo""",1')).toEqual([
      ['Make', 'Model'],
      ['GE "Evo"', '1'],
    ])
  })

  it.each([
    ['', 'This file is empty.'],
    ['\n\n , ,\n', 'This file is empty.'],
    ['Make,Model\nGE,"open\nGE,Evo', 'This file cannot be parted into rows and columns near line'],
    ['%PDF-1.7\u0000', 'This file is not a table.'],
    [`Make\n${'x\n'.repeat(importLimits.rows + importLimits.rowsAboveHeadings + 1)}`, 'This file has more than 20,000 rows.'],
    [`Make\n${','.repeat(importLimits.columns)}x`, 'Row 2 has more than 100 columns.'],
    [`Make\n${'x'.repeat(importLimits.bytes)}`, 'This file is larger than 10 MB.'],
  ])('is refused with a reason and what to do (%#)', async (text, refused) => {
    const refusal = await readRegisterFile(Buffer.from(text))
    expect(refusal).toMatchObject({ refused: expect.stringContaining(refused), remedy: expect.stringMatching(/\.$/) })
  })

  it('may have as many rows and columns as the limits say', async () => {
    const wide = Array.from({ length: importLimits.columns }, (_, column) => `H${column}`).join(',')
    expect((await read(`${wide}\n${'x,y\n'.repeat(importLimits.rows)}`)).rows).toHaveLength(importLimits.rows + 1)
  })

  it('from an old Excel or with a password is refused with how to save it', async () => {
    const old = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0])
    expect(await readRegisterFile(old)).toMatchObject({ refused: 'This is a workbook of an old Excel, or one with a password.' })
  })

  it('never throws, whatever bytes a person chooses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const table = await readRegisterFile(bytes)
        expect('refused' in table ? table.remedy : table.readAs).toBeTypeOf('string')
      }),
    )
  })
})
