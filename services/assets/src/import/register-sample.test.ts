import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  assetClasses,
  type Asset,
  type ImportContext,
  type ImportPreview,
  makerAliases,
  organisations,
  placesOf,
  previewImport,
  siteNicknames,
  sites,
  undoPlan,
  writesOf,
} from '../../domain/index.ts'
import { problemsCsv } from './problems-csv.ts'
import { readRegisterFile } from './read-register-file.ts'

interface ExpectedLine {
  readonly line: number
  readonly do: 'accept' | 'problem' | 'skip'
  readonly column?: string
  readonly why?: string
  readonly site?: string
  readonly serial?: string
  readonly installed?: string
  readonly yearOfManufacture?: number
  readonly purchasePricePence?: number
  readonly state?: string
}

const example = (name: string): URL => new URL(`../../examples/${name}`, import.meta.url)
const sample = readFileSync(example('register-sample.csv'))
const expected = JSON.parse(readFileSync(example('register-sample.expected.json'), 'utf8')) as readonly ExpectedLine[]

const reference = { sites, classes: assetClasses }

const context: ImportContext = {
  register: [],
  places: placesOf([], []),
  names: { sites, siteNicknames, organisations, classes: assetClasses, makerAliases, corrections: [] },
  headings: [],
  today: '2026-11-01',
}

async function preview(bytes: Uint8Array, against: ImportContext = context): Promise<ImportPreview> {
  const table = await readRegisterFile(bytes)
  if ('refused' in table) throw new Error(table.refused)
  const result = previewImport(table, against)
  if ('refused' in result) throw new Error(result.refused)
  return result
}

/** What the import makes of a line, in the words of the expectation. */
function outcomeOf(line: number, { outcomes }: ImportPreview): ExpectedLine | undefined {
  const row = outcomes.find((candidate) => candidate.row === line)
  if (row === undefined) return undefined
  if (row.outcome === 'skipped') return { line, do: 'skip', why: row.why }
  if (row.outcome === 'problem') return { line, do: 'problem', column: row.problems.map(({ column }) => column).join(', ') }
  const { siteCode, serial, installed, manufacturedYear, purchasePricePence, status } = row.values
  return {
    line,
    do: 'accept',
    site: siteCode,
    serial,
    installed: installed,
    yearOfManufacture: manufacturedYear,
    ...(purchasePricePence !== undefined && { purchasePricePence }),
    ...(status === 'DECOMMISSIONED' && { state: status }),
  }
}

const applied = (register: readonly Asset[], { outcomes }: ImportPreview): readonly Asset[] => {
  const written = new Map(
    [...register, ...writesOf(outcomes, register, reference).map(({ after }) => after)].map((asset) => [asset.assetId, asset]),
  )
  return Array.from(written.values())
}

describe('the sample register', async () => {
  const first = await preview(sample)

  it.each(expected)('line $line comes to: $do', (line) => {
    expect(outcomeOf(line.line, first)).toEqual(line)
  })

  it('has an outcome for every line below the headings and for no other', () => {
    expect(first.outcomes.map(({ row }) => row)).toEqual(expected.map(({ line }) => line))
    expect(first.counts).toEqual({ new: 94, changed: 0, same: 0, problem: 19, skipped: 8 })
  })

  it('says how it was read, and shows what each column and name was taken for', () => {
    expect(first.readAs).toBe('Windows-1252 text, separated by commas')
    expect(first.headingRow).toBe(3)
    expect(first.columns.map(({ heading, field }) => `${heading}: ${field}`)).toEqual([
      'Equipment No: equipmentNo',
      'Description: classId',
      'Manufacturer: manufacturer',
      'Model: model',
      'Serial No: serial',
      'Site: siteCode',
      'Location: room',
      'Year of manufacture: manufacturedYear',
      'Installation date: installed',
      'Purchase price: purchasePricePence',
      'Contract ref: contractRef',
      'Contract end: contractEnds',
      'Status: status',
      'Comments: comments',
    ])
    expect(first.names.filter(({ known }) => known === undefined)).toEqual([{ kind: 'site', written: 'Royal Free', rows: 1 }])
    expect(first.names).toContainEqual({ kind: 'site', written: 'C&W', known: { means: 'RQM01', by: 'nickname' }, rows: 3 })
  })

  it('keeps the long dash and the umlaut of a comment', () => {
    const values = first.outcomes.find(({ row }) => row === 4)
    expect(values).toMatchObject({ values: { comments: 'see note — Müller' } })
  })

  it('changes nothing when the same file is imported again', async () => {
    const again = await preview(sample, {
      ...context,
      register: applied([], first),
      places: placesOf(first.newPlaces.buildings, first.newPlaces.rooms),
    })
    expect(again.counts).toEqual({ new: 0, changed: 0, same: 94, problem: 19, skipped: 8 })
  })

  it('takes the site a person has corrected from then on', async () => {
    const names = { ...context.names, corrections: [{ kind: 'site', written: 'royal free ', means: 'RYJ01' }] as const }
    const corrected = await preview(sample, { ...context, names })
    expect(outcomeOf(59, corrected)).toMatchObject({ do: 'accept', site: 'RYJ01', serial: '40949B3' })
  })

  it('leaves nothing behind when it is undone', () => {
    const register = applied([], first)
    const plan = undoPlan(writesOf(first.outcomes, [], reference), register)
    expect(plan.remove.toSorted()).toEqual(register.map(({ assetId }) => assetId).toSorted())
    expect(plan.restore).toEqual([])
    expect(plan.kept).toEqual([])
  })

  it('gives back the rows that failed, with the reason, in a file that can be corrected and imported', async () => {
    const csv = problemsCsv(first)
    expect(csv.trimEnd().split('\r\n')).toHaveLength(20)
    expect(csv).toContain(`'=HYPERLINK(`)
    expect(csv).not.toMatch(/(^|,)"?[=+@]/m)
    const again = await preview(Buffer.from(csv))
    expect(again.counts).toEqual({ new: 0, changed: 0, same: 0, problem: 19, skipped: 0 })
    expect(again.problems.map(({ column, wrote, problem }) => [column, wrote, problem])).toEqual(
      first.problems.map(({ column, wrote, problem }) => [column, wrote, problem]),
    )
    const mended = await preview(Buffer.from(csv.replaceAll('31/02/2015', '28/02/2015').replaceAll('TBC', '£92.5k')))
    // Two of the nine were made after that February, which only shows now.
    expect(mended.counts.new).toBe(7)
    expect(new Set(mended.problems.map(({ column }) => column))).toContain('Year of manufacture')
  })
})
