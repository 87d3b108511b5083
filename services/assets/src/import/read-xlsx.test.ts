import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { importLimits } from '../../domain/index.ts'
import { readRegisterFile } from './read-register-file.ts'

type Cell =
  | string
  | number
  | { readonly day: number }
  | { readonly formula: string; readonly shows: string | number }
  | { readonly yes: boolean }

const headings = ['Manufacturer', 'Model', 'Serial number', 'Installation date', 'Purchase price'] as const

describe('an Excel workbook', () => {
  it('comes out as the text a person sees: dates as ISO 8601, numbers as written, yes and no', async () => {
    const bytes = workbook({
      Register: [
        [...headings, 'Donated'],
        ['Siemens', 'Force', '0048', { day: 41_990 }, 795_000.5, { yes: true }],
      ],
    })
    expect(await readRegisterFile(bytes)).toEqual({
      readAs: 'Excel workbook, sheet "Register"',
      rows: [
        { row: 1, cells: [...headings, 'Donated'] },
        { row: 2, cells: ['Siemens', 'Force', '0048', '2014-12-17', '795000.5', 'Yes'] },
      ],
    })
  })

  it('counts rows as Excel does, with title rows and blank rows above and between', async () => {
    const bytes = workbook({ Register: [['Equipment register'], [], [...headings], [], ['GE', 'Evo', 'A1', { day: 42_000 }, 1]] })
    const table = await readRegisterFile(bytes)
    expect(table).toMatchObject({
      rows: [{ row: 1 }, { row: 2 }, { row: 3 }, { row: 4 }, { row: 5, cells: ['GE', 'Evo', 'A1', '2014-12-27', '1'] }],
    })
  })

  it('is read from the sheet that has the headings, wherever it stands', async () => {
    const bytes = workbook({ Cover: [['Printed for the committee']], Assets: [[...headings], ['GE', 'Evo', 'A1', { day: 42_000 }, 1]] })
    expect(await readRegisterFile(bytes)).toMatchObject({ readAs: 'Excel workbook, sheet "Assets"' })
  })

  it('gives a formula as it is written and never what it last showed', async () => {
    const row: readonly Cell[] = [
      'GE',
      { formula: 'HYPERLINK("http://example.invalid")', shows: 'Evo' },
      'A1',
      { day: 1 },
      { formula: 'SUM(A1:A9)', shows: 12 },
    ]
    const table = await readRegisterFile(workbook({ Assets: [[...headings], row] }))
    expect(table).toMatchObject({
      rows: [{}, { cells: ['GE', '=HYPERLINK("http://example.invalid")', 'A1', expect.any(String), '=SUM(A1:A9)'] }],
    })
  })

  it('gives numbers as a person sees them and not as a workbook stores them', async () => {
    const stored =
      '<row r="2"><c r="A2"><v>1.1000000000000001</v></c><c r="B2"><v>1.2495E6</v></c><c r="C2"><v>0.30000000000000004</v></c></row>'
    expect(await readRegisterFile(workbook({ Assets: [[...headings]] }, stored))).toMatchObject({
      rows: [{}, { cells: ['1.1', '1249500', '0.3', '', ''] }],
    })
  })

  it('shows the error of a cell instead of leaving it empty', async () => {
    const bytes = workbook({ Assets: [[...headings]] }, '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2" t="str"><v>Evo</v></c></row>')
    expect(await readRegisterFile(bytes)).toMatchObject({ rows: [{}, { cells: ['#N/A', 'Evo', '', '', ''] }] })
  })

  it('is read in the time its length takes, however its parts are left open', async () => {
    const bytes = workbook({ Assets: [[...headings]] }, '<c r="A2"><f>'.repeat(200_000))
    expect(await readRegisterFile(bytes)).toMatchObject({ refused: 'This Excel workbook cannot be read.' })
  })

  it('is refused when a value stands far outside the table', async () => {
    const far = workbook({ Assets: [[...headings]] }, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    expect(await readRegisterFile(far)).toMatchObject({ refused: expect.stringContaining('XFD1048576') })
  })

  it('is refused when it is a hundred times larger inside than outside', async () => {
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': strToU8('<worksheet/>') })
    const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength)
    const directory = bomb.findIndex((_, at) => at + 4 <= bomb.length && view.getUint32(at, true) === 0x02014b50)
    view.setUint32(directory + 24, importLimits.unpackedBytes + 1, true)
    expect(await readRegisterFile(bomb)).toMatchObject({ refused: 'This Excel workbook is too large once unpacked.' })
  })

  it('is refused with a remedy when it is damaged or is another kind of archive', async () => {
    const whole = workbook({ Assets: [[...headings]] })
    expect(await readRegisterFile(whole.subarray(0, whole.length - 30))).toMatchObject({
      refused: expect.any(String),
      remedy: expect.any(String),
    })
    expect(await readRegisterFile(zipSync({ 'a.txt': strToU8('hello') }))).toMatchObject({ refused: 'This Excel workbook cannot be read.' })
  })

  it('never throws, whatever bytes of it are damaged', async () => {
    const whole = workbook({ Assets: [[...headings], ['GE', 'Evo', 'A1', { day: 42_000 }, 1]] })
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(damage, async (places) => {
        const damaged = whole.slice()
        for (const [place, byte] of places) damaged[place] = byte
        const table = await readRegisterFile(damaged)
        expect('refused' in table ? table.remedy : table.rows).toBeTruthy()
      }),
      { numRuns: 300 },
    )
  })
})

/** Writes a workbook by hand: the fewest parts a reader needs. Style 1 is a date. */
function workbook(sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>, extraRows = ''): Uint8Array {
  const xml = (body: string): Uint8Array => strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${body}`)
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const named = Object.entries(sheets)
  return zipSync({
    '_rels/.rels': xml(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': xml(
      `<workbook ${main} xmlns:r="${relation}"><sheets>${named.map(([name], index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': xml(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${named.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join('')}<Relationship Id="rId99" Type="${relation}/styles" Target="styles.xml"/></Relationships>`,
    ),
    'xl/styles.xml': xml(`<styleSheet ${main}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`),
    ...Object.fromEntries(
      named.map(([, rows], index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        xml(`<worksheet ${main}><sheetData>${rows.map(rowXml).join('')}${extraRows}</sheetData></worksheet>`),
      ]),
    ),
  })
}

function rowXml(cells: readonly Cell[], index: number): string {
  const body = cells.map((cell, column) => cellXml(cell, `${String.fromCharCode(65 + column)}${index + 1}`)).join('')
  return `<row r="${index + 1}">${body}</row>`
}

function cellXml(cell: Cell, place: string): string {
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  if (typeof cell === 'string') return `<c r="${place}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  if ('day' in cell) return `<c r="${place}" s="1"><v>${cell.day}</v></c>`
  if ('yes' in cell) return `<c r="${place}" t="b"><v>${cell.yes ? 1 : 0}</v></c>`
  const kind = typeof cell.shows === 'string' ? ' t="str"' : ''
  return `<c r="${place}"${kind}><f>${escaped(cell.formula)}</f><v>${escaped(String(cell.shows))}</v></c>`
}
