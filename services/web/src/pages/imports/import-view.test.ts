import { describe, expect, it } from 'vitest'
import { fixtureNow, hoursAgo } from '../../../preview/board-fixture.ts'
import { importFixture } from '../../../preview/register-fixture.ts'
import { importView, mappingCorrection } from './import-view.ts'

const nowMs = fixtureNow.getTime()
const sites = [{ value: 'RYJ01', text: "St Mary's Hospital" }]
const view = importView(importFixture, sites, 1, nowMs)

describe('importView', () => {
  it('says that nothing is saved yet, and how much would be', () => {
    expect(view.lead).toBe('We could not read 1 of 44 rows. Nothing has been saved yet.')
    expect(view.applyText).toBe('Import 3 rows')
  })

  it('says what the file lacks, in place of rows it could not read', () => {
    const lacking = importView({ ...importFixture, missing: ['Serial number'] }, sites, 1, nowMs)
    expect(lacking).toMatchObject({
      lead: 'We could not find every column that is needed. Nothing has been saved yet.',
      remarks: ['Read as UTF-8, separated by commas.', 'Needed and not found: Serial number. Say below which of your columns it is.'],
      counts: [],
      rows: undefined,
    })
  })

  it('shows the buildings and rooms that would be made', () => {
    expect(view.newPlaces).toEqual({
      heading: 'New: 1 building and 1 room',
      places: [
        { name: 'North wing (building)', where: "St Mary's Hospital" },
        { name: 'CT 3', where: "Level 1, North wing, St Mary's Hospital" },
      ],
    })
  })

  it('names row, column, what was written and what to do', () => {
    expect(String(view.problems)).toMatch(/14[\s\S]*Inst. date[\s\S]*31\/02\/2019[\s\S]*Enter a real date, like 28\/02\/2019/)
  })

  it('shows how each heading and nickname was read, the doubtful first', () => {
    const shown = view.readings.map(({ name, isOpen, items }) => [name, isOpen, ...items.map(({ wrote, readAs }) => `${wrote}: ${readAs}`)])
    expect(shown).toEqual([
      ['Columns (3)', true, 'Inst. date: Installed', 'Asset name: Name', 'Comments: Not used'],
      ['Sites (2)', true, 'St Elsewhere: Not known', "SMH: St Mary's Hospital"],
    ])
  })

  it('offers to undo only within the time for it', () => {
    const applied = { ...importFixture, status: 'APPLIED' as const }
    expect(importView({ ...applied, undoUntil: hoursAgo(-20) }, sites, 1, nowMs)).toMatchObject({
      undoWords: 'You can undo this import until 4:15am tomorrow.',
      applyText: undefined,
    })
    expect(importView({ ...applied, undoUntil: hoursAgo(1) }, sites, 1, nowMs).undoWords).toBeUndefined()
  })
})

describe('mappingCorrection', () => {
  it('reads one field a heading or nickname, and keeps a column that is to be left out', () => {
    expect(
      mappingCorrection({
        'column:Inst. date': 'installed',
        'column:Comments': '',
        'site:SMH': 'RYJ01',
        'site:St Elsewhere': '',
        formToken: 'x',
      }),
    ).toEqual({
      columns: { 'Inst. date': 'installed', Comments: '' },
      sites: { SMH: 'RYJ01' },
    })
  })
})
