import { describe, expect, it } from 'vitest'
import { address } from './address.ts'
import { csv } from './csv.ts'
import { filterSelect, optionsOf, queryText } from './filters.ts'
import { listPage, pageNumber, PAGE_ROWS } from './pagination.ts'

const rows = Array.from({ length: 290 }, (_, index) => index)

describe('listPage', () => {
  it('shows 50 rows and says which', () => {
    const page = listPage(rows, 3, '/scanners', { trust: 'RYJ' })
    expect(page.rows).toHaveLength(PAGE_ROWS)
    expect(page.showing).toBe('Showing 101 to 150 of 290')
    expect(page.pagination?.items).toEqual([
      { number: 1, href: '/scanners?trust=RYJ', current: false },
      { number: 2, href: '/scanners?trust=RYJ&page=2', current: false },
      { number: 3, href: '/scanners?trust=RYJ&page=3', current: true },
      { number: 4, href: '/scanners?trust=RYJ&page=4', current: false },
      { ellipsis: true },
      { number: 6, href: '/scanners?trust=RYJ&page=6', current: false },
    ])
  })

  it('gives the last page for a number beyond it, and no pagination for a short list', () => {
    expect(listPage(rows, 99, '/scanners', {}).rows.at(-1)).toBe(289)
    expect(listPage([1], 1, '/scanners', {})).toEqual({ rows: [1], showing: undefined, pagination: undefined })
    expect(listPage([], 1, '/scanners', {}).rows).toEqual([])
  })

  it.each(['0', '-1', 'x', '1.5', undefined])('reads %s as the first page', (text) => expect(pageNumber(text)).toBe(1))
})

describe('filters', () => {
  it('mark the chosen option and keep one that is no longer offered', () => {
    const select = filterSelect('site', 'Site', 'All sites', [{ value: 'A', text: 'Alpha' }], 'Z')
    expect(select.items.map(({ text, selected }) => [text, selected])).toEqual([
      ['All sites', false],
      ['Alpha', false],
      ['Z', true],
    ])
  })

  it('offer each option once, in the order a person expects', () => {
    expect(optionsOf(['CT 10', 'CT 2', 'CT 2'], (text) => ({ value: text, text })).map(({ text }) => text)).toEqual(['CT 2', 'CT 10'])
  })

  it('read only single bounded texts from a query', () => {
    expect(queryText(['a', 'b'])).toBeUndefined()
    expect(queryText('  ')).toBeUndefined()
    expect(queryText('x'.repeat(500))).toHaveLength(120)
  })
})

describe('address', () => {
  it('leaves out what is not set', () => expect(address('/status', { trust: '', type: 'mri', page: undefined })).toBe('/status?type=mri'))
})

describe('csv', () => {
  it('quotes what needs it and never lets a spreadsheet run a cell', () => {
    expect(
      csv(
        ['Scanner', 'Note'],
        [
          ['CT "2", St Mary', '=1+1'],
          [undefined, -3],
        ],
      ),
    ).toBe('\uFEFFScanner,Note\r\n"CT ""2"", St Mary",\'=1+1\r\n,-3\r\n')
  })
})
