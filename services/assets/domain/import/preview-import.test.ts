import { describe, expect, it } from 'vitest'
import type { Asset } from '../asset.ts'
import { placesOf } from '../building.ts'
import { assetClasses } from '../reference/asset-classes.ts'
import { makerAliases } from '../reference/maker-aliases.ts'
import { organisations } from '../reference/organisations.ts'
import { siteNicknames } from '../reference/site-nicknames.ts'
import { sites } from '../reference/sites.ts'
import { writesOf } from './apply-import.ts'
import { type ImportContext, type ImportPreview, previewImport, problemSentence } from './preview-import.ts'
import { canUndo, undoPlan, undoWithinMs } from './undo-import.ts'

const headings = [
  'Asset id',
  'Equipment no',
  'Type',
  'Make',
  'Model',
  'Serial',
  'Site',
  'Year made',
  'Install date',
  'Price',
  'Status',
  'Room',
  'Comments',
  'Donated',
  'Owner',
  'UDI',
  'Upgrade date',
]
const sound = [
  '',
  'EQ1',
  'CT',
  'Siemens',
  'Force',
  'S1',
  'CXH',
  '2014',
  '17/12/2014',
  '£795k',
  'In use',
  'CT 1',
  '',
  'no',
  'Imperial',
  '',
  '03/05/2020',
]
/** The sound row with some cells written otherwise, named by their heading. */
const row = (change: Readonly<Record<string, string>> = {}): readonly string[] =>
  headings.map((heading, column) => change[heading] ?? sound[column] ?? '')
const context: ImportContext = {
  register: [],
  places: placesOf([], [{ roomId: 'RYJ02-R-CT-1', siteCode: 'RYJ02', name: 'CT 1', validFrom: '2020-01-01', example: false }]),
  names: { sites, siteNicknames, organisations, classes: assetClasses, makerAliases, corrections: [] },
  headings: [],
  today: '2026-11-01',
}
const reference = { sites, classes: assetClasses }

function preview(rows: readonly (readonly string[])[], register: readonly Asset[] = [], top = headings): ImportPreview {
  const table = { readAs: 'test', rows: [top, ...rows].map((cells, index) => ({ row: index + 1, cells })) }
  const result = previewImport(table, { ...context, register })
  if ('refused' in result) throw new Error(result.refused)
  return result
}
const problemsOf = (change: Readonly<Record<string, string>>): readonly string[] => preview([row(change)]).problems.map(problemSentence)
const saved = (rows: readonly (readonly string[])[], register: readonly Asset[] = []): readonly Asset[] =>
  writesOf(preview(rows, register).outcomes, register, reference).map(({ after }) => after)

describe('checking a register file', () => {
  it('makes an asset of a row, with what its site decides where the file says nothing', () => {
    expect(saved([row()])).toEqual([
      {
        assetId: 'RYJ-EQ1',
        name: 'CT 1',
        equipmentNo: 'EQ1',
        classId: 'ct',
        manufacturer: 'Siemens Healthineers',
        model: 'Force',
        serial: 'S1',
        siteCode: 'RYJ02',
        place: { roomId: 'RYJ02-R-CT-1' },
        manufacturedYear: 2014,
        installed: '2014-12-17',
        lastRefreshed: '2020-05-03',
        purchasePricePence: 79_500_000,
        status: 'IN_USE',
        donated: false,
        owner: 'RYJ',
        operator: 'RYJ',
        landlord: 'RYJ',
        funder: 'Trust capital',
        coOwners: [],
        dicomAliases: [],
        capabilities: [],
        linkedAssets: [],
        feed: { fitted: false },
        example: false,
      },
    ])
  })

  it('keeps operator and landlord apart at a centre run by another trust', () => {
    expect(saved([row({ Site: 'Wembley CDC', Owner: '' })])).toMatchObject([{ owner: 'RYJ', operator: 'RYJ', landlord: 'R1K' }])
  })

  it('finds a machine of the register by maker and serial number, however they are written, and shows each difference', () => {
    const register = saved([row()])
    const again = preview([row({ Make: 'SIEMENS HEALTHINEERS', Serial: 's1', Site: 'NPH', Status: 'Condemned', Room: '' })], register)
    expect(again.outcomes).toMatchObject([
      {
        outcome: 'changed',
        assetId: 'RYJ-EQ1',
        differences: [
          { label: 'Site', was: 'RYJ02', is: 'R1K01' },
          { label: 'Room', was: 'CT 1', is: undefined },
          { label: 'Status', was: 'IN_USE', is: 'DECOMMISSIONED' },
        ],
      },
    ])
    expect(preview([row()], register).counts).toEqual({ new: 0, changed: 0, same: 1, problem: 0, skipped: 0 })
  })

  it('gives every problem of a row its place, what was written and what to do', () => {
    expect(problemsOf({ 'Install date': '31/02/2015', Price: 'TBC' })).toEqual([
      'Row 2, "Install date": you wrote 31/02/2015. Enter a real date, like 28/02/2015.',
      'Row 2, "Price": you wrote TBC. Enter pounds, like £92,500, or leave the cell empty until it is known.',
    ])
  })

  it.each([
    [{ Serial: '' }, 'Row 2, "Serial": nothing is written. Enter the serial number, like 48704C6.'],
    [{ Serial: 'TBC' }, 'Row 2, "Serial": you wrote TBC. Read the serial number on the label of the machine and enter it.'],
    [
      { Serial: '1.23457E+11' },
      'Row 2, "Serial": you wrote 1.23457E+11. Format the column as text and enter the whole serial number again.',
    ],
    [{ Serial: 'S'.repeat(61) }, `Row 2, "Serial": you wrote ${'S'.repeat(61)}. Shorten it to at most 60 characters.`],
    [{ Model: '' }, 'Row 2, "Model": nothing is written. Enter the model, like SOMATOM Force.'],
    [
      { Model: '=1+1' },
      'Row 2, "Model": you wrote =1+1. Enter the value itself. In a spreadsheet: copy the column, then paste it as values.',
    ],
    [
      { Comments: '=CMD()' },
      'Row 2, "Comments": you wrote =CMD(). Enter the value itself. In a spreadsheet: copy the column, then paste it as values.',
    ],
    [{ Model: '#REF!' }, 'Row 2, "Model": you wrote #REF!. Correct the formula there, or enter the value itself.'],
    [{ Model: 'a\u0000b' }, 'Row 2, "Model": you wrote a\u0000b. Type the value again.'],
    [
      { Site: 'Royal Free' },
      'Row 2, "Site": you wrote Royal Free. Enter its name or ODS code, like RYJ02, or choose below which site it means.',
    ],
    [{ Type: 'Kettle' }, 'Row 2, "Type": you wrote Kettle. Enter a class like CT scanner, or choose below which class it means.'],
    [{ Status: 'Maybe' }, 'Row 2, "Status": you wrote Maybe. Enter In use or Decommissioned, or choose below which it means.'],
    [{ Owner: 'Guys' }, 'Row 2, "Owner": you wrote Guys. Enter its name or ODS code, like RYJ, or choose below which one it means.'],
    [{ Donated: 'perhaps' }, 'Row 2, "Donated": you wrote perhaps. Enter Yes or No.'],
    [
      { UDI: '06291041500214' },
      'Row 2, "UDI": you wrote 06291041500214. Enter its digits again: the last one is a check digit and does not fit the others.',
    ],
    [{ 'Asset id': 'RYJ/1' }, 'Row 2, "Asset id": you wrote RYJ/1. Use at most 30 of A to Z, 0 to 9 and hyphen, or leave the cell empty.'],
    [{ 'Year made': '14' }, 'Row 2, "Year made": you wrote 14. Enter a year of four digits, like 2014.'],
    [
      { 'Year made': '2015' },
      'Row 2, "Year made": you wrote 2015. It was installed on 17/12/2014. Enter a year of manufacture no later than 2014, or correct the installation date.',
    ],
    [
      { 'Install date': '02/11/2026', 'Upgrade date': '' },
      'Row 2, "Install date": you wrote 02/11/2026. Enter the day it was installed, no later than today, 01/11/2026.',
    ],
    [
      { 'Upgrade date': '16/12/2014' },
      'Row 2, "Upgrade date": you wrote 16/12/2014. It was installed on 17/12/2014. Enter a later day, or leave the cell empty.',
    ],
  ])('refuses %j and says what to do', (change, sentence) => {
    expect(problemsOf(change)).toEqual([sentence])
  })

  it('takes text that starts like a formula but is none, with or without the apostrophe of an export', () => {
    expect(saved([row({ Comments: "'-5 degrees" })])).toMatchObject([{ comments: '-5 degrees' }])
    expect(saved([row({ Comments: '+44 20' })])).toMatchObject([{ comments: '+44 20' }])
  })

  it('skips blank rows, totals and headings printed again, and nothing that names a machine', () => {
    const total = row({ ...Object.fromEntries(headings.map((heading) => [heading, ''])), 'Equipment no': 'Grand total' })
    const machine = row({ 'Equipment no': 'TOTAL-1' })
    expect(
      preview([headings.map(() => ' '), total, headings, machine]).outcomes.map((each) => ('why' in each ? each.why : each.outcome)),
    ).toEqual(['blank row', 'total row', 'heading row again', 'new'])
  })

  it('refuses machines another trust runs, and says whose they are', () => {
    const own = previewImport(
      {
        readAs: 'test',
        rows: [headings, row(), row({ Site: 'NPH', 'Equipment no': 'EQ2', Serial: 'S2', Owner: '' })].map((cells, index) => ({
          row: index + 1,
          cells,
        })),
      },
      { ...context, importer: 'RYJ' },
    )
    if ('refused' in own) throw new Error(own.refused)
    expect(own.counts).toMatchObject({ new: 1, problem: 1 })
    expect(own.problems[0]).toMatchObject({
      row: 3,
      column: 'Site',
      wrote: 'NPH',
      problem: 'Northwick Park Hospital is run by another trust, R1K.',
    })
  })

  it('refuses to take over a machine that is in the register of another trust', () => {
    const register = saved([row()]).map((asset) => ({ ...asset, operator: 'R1K' }))
    const again = previewImport(
      { readAs: 'test', rows: [headings, row({ Price: '£1' })].map((cells, index) => ({ row: index + 1, cells })) },
      { ...context, register, importer: 'RYJ' },
    )
    if ('refused' in again) throw new Error(again.refused)
    expect(again.problems[0]?.problem).toBe('This machine is in the register of R1K, as RYJ-EQ1 at RYJ02.')
  })

  it('says which buildings and rooms it would make, and makes each once', () => {
    const top = [...headings, 'Building']
    const rows = [
      [...row({ Room: 'CT 1' }), 'North wing'],
      [...row({ 'Equipment no': 'EQ2', Serial: 'S2', Room: 'ct  1' }), 'NORTH WING'],
    ]
    const checked = preview(rows, [], top)
    expect(checked.newPlaces.buildings.map(({ buildingId, landlord }) => [buildingId, landlord])).toEqual([['RYJ02-B-NORTH-WING', 'RYJ']])
    expect(checked.newPlaces.rooms).toMatchObject([{ roomId: 'RYJ02-R-CT-1-2', buildingId: 'RYJ02-B-NORTH-WING', validFrom: '2026-11-01' }])
    expect(checked.outcomes).toMatchObject([{ place: { roomId: 'RYJ02-R-CT-1-2' } }, { place: { roomId: 'RYJ02-R-CT-1-2' } }])
  })

  it('makes no place for a row that is not taken', () => {
    expect(preview([row({ Serial: '', Room: 'CT 7' })]).newPlaces).toEqual({ buildings: [], rooms: [] })
  })

  it('refuses a room whose name fits several, and says which', () => {
    const twice = (roomId: string, level: string) => ({
      roomId,
      siteCode: 'RYJ02',
      name: 'CT 1',
      level,
      validFrom: '2020-01-01',
      example: false,
    })
    const table = { readAs: 'test', rows: [headings, row()].map((cells, index) => ({ row: index + 1, cells })) }
    const checked = previewImport(table, {
      ...context,
      places: placesOf([], [twice('RYJ02-R-CT-1', 'Level 0'), twice('RYJ02-R-CT-1-2', 'Level 2')]),
    })
    if ('refused' in checked) throw new Error(checked.refused)
    expect(checked.problems.map(problemSentence)).toEqual([
      'Row 2, "Room": you wrote CT 1. It may be RYJ02-R-CT-1 or RYJ02-R-CT-1-2. Add a column for the building or the level, and enter it here.',
    ])
  })

  it('numbers machines of a class at a site, after those already there', () => {
    const held = saved([row()])
    const names = saved([row({ 'Equipment no': 'EQ2', Serial: 'S2' }), row({ 'Equipment no': 'EQ3', Serial: 'S3' })], held).map(
      ({ name }) => name,
    )
    expect(names).toEqual(['CT 2', 'CT 3'])
  })

  it('takes neither of two rows with one maker and serial number, and each names the other', () => {
    const checked = preview([row(), row({ 'Equipment no': 'EQ2', Make: 'Siemens Healthineers', Serial: 's1', Site: 'NPH' })])
    expect(checked.counts.problem).toBe(2)
    expect(checked.problems.map(problemSentence)).toEqual([
      'Row 2, "Serial": you wrote S1. The same maker and serial number stand in row 3 at R1K01. Read the label of each machine and correct the wrong one, or delete the row that is there twice.',
      'Row 3, "Serial": you wrote s1. The same maker and serial number stand in row 2 at RYJ02. Read the label of each machine and correct the wrong one, or delete the row that is there twice.',
    ])
  })

  it('takes neither of two machines with one equipment number', () => {
    const checked = preview([row(), row({ Serial: 'S2' })])
    expect(checked.problems.map(problemSentence)).toEqual([
      'Row 2, "Equipment no": you wrote EQ1. Row 3 has it too. Give each machine one of its own.',
      'Row 3, "Equipment no": you wrote EQ1. Row 2 has it too. Give each machine one of its own.',
    ])
  })

  it('does not turn one machine of the register into another', () => {
    const register = saved([row(), row({ 'Equipment no': 'EQ2', Serial: 'S2' })])
    const reused = preview([row({ Serial: 'S9' })], register).problems.map(problemSentence)
    expect(reused).toEqual([
      'Row 2, "Equipment no": you wrote EQ1. It is RYJ-EQ1: Siemens Healthineers Force, serial number S1, at RYJ02. Correct the serial number, or give a new machine a number of its own.',
    ])
    const crossed = preview([row({ 'Asset id': 'RYJ-EQ2' })], register).problems.map(problemSentence)
    expect(crossed).toEqual([
      'Row 2, "Serial": you wrote S1. It is in the register as RYJ-EQ1 at RYJ02. Correct the serial number, or the asset id.',
    ])
  })

  it('corrects a serial number where the file names the machine by its id', () => {
    const checked = preview([row({ 'Asset id': 'RYJ-EQ1', Serial: 'S9' })], saved([row()]))
    expect(checked.outcomes).toMatchObject([{ outcome: 'changed', differences: [{ field: 'serial', was: 'S1', is: 'S9' }] }])
  })

  it('reads no row while a column that must be there is missing', () => {
    const checked = preview(
      [row()],
      [],
      headings.map((heading) => (heading === 'Serial' ? 'Colour' : heading)),
    )
    expect(checked.missing).toEqual(['serial'])
    expect(checked.outcomes).toEqual([])
  })

  it('gives a machine without number an id from its maker and serial number, never longer than 30 characters', () => {
    const ids = saved([
      row({ 'Equipment no': '' }),
      row({ 'Equipment no': '', Serial: `S${'2'.repeat(50)}` }),
      row({ 'Equipment no': '', Serial: `S${'2'.repeat(50)}3` }),
    ]).map(({ assetId }) => assetId)
    expect(ids[0]).toBe('RYJ-SIEMENS-HEALTHINEERS-S1')
    expect(ids.every((id) => /^[A-Z0-9][A-Z0-9-]{0,29}$/.test(id))).toBe(true)
    expect(new Set(ids).size).toBe(3)
  })

  it('writes nothing when the register is no longer the one that was checked', () => {
    const { outcomes } = preview([row()])
    expect(() => writesOf(outcomes, saved([row()]), reference)).toThrow('Row 2: the register has changed since this import was checked.')
  })
})

describe('undoing an import', () => {
  const before = saved([row(), row({ 'Equipment no': 'EQ2', Serial: 'S2' })])
  const writes = writesOf(
    preview([row({ Price: '£1m', Room: 'CT 9' }), row({ 'Equipment no': 'EQ3', Serial: 'S3' })], before).outcomes,
    before,
    reference,
  )
  const after = [...before.filter(({ assetId }) => assetId !== 'RYJ-EQ1'), ...writes.map((write) => write.after)]

  it('removes what was added and puts back what was changed', () => {
    const plan = undoPlan(writes, after)
    expect(plan).toEqual({ remove: ['RYJ-EQ3'], restore: [before[0]], kept: [] })
  })

  it('keeps what people have entered since', () => {
    const since = after.map((asset) => ({ ...asset, ...(asset.assetId === 'RYJ-EQ1' ? { purchasePricePence: 5 } : { comments: 'Moved' }) }))
    const plan = undoPlan(writes, since)
    expect(plan.remove).toEqual([])
    expect(plan.restore).toEqual([{ ...before[0], purchasePricePence: 5 }])
    expect(plan.kept).toEqual([
      { assetId: 'RYJ-EQ1', why: 'Changed since: purchasePricePence.' },
      { assetId: 'RYJ-EQ3', why: 'It was changed after the import added it.' },
    ])
  })

  it('does nothing a second time', () => {
    const plan = undoPlan(writes, before)
    expect([plan.remove, plan.restore]).toEqual([[], []])
    expect(plan.kept).toContainEqual({ assetId: 'RYJ-EQ3', why: 'It is no longer in the register.' })
  })

  it('takes a value away again where there was none', () => {
    const bare = saved([row({ Price: '' })])
    const priced = writesOf(preview([row()], bare).outcomes, bare, reference)
    expect(
      undoPlan(
        priced,
        priced.map((write) => write.after),
      ).restore,
    ).toEqual(bare)
  })

  it('is possible for 24 hours', () => {
    expect([canUndo(0, 0), canUndo(0, undoWithinMs - 1), canUndo(0, undoWithinMs), canUndo(10, 9)]).toEqual([true, true, false, false])
  })
})
