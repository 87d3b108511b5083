import { describe, expect, it } from 'vitest'
import { personaOf } from '../../shell/persona.ts'
import { personaView, safeNext } from './persona-view.ts'

describe('personaView', () => {
  it('offers every role of each trust and one engineer of each supplier', () => {
    const { groups } = personaView(undefined, undefined)
    expect(groups.map(({ heading, choices }) => [heading, choices.length])).toEqual([
      ['Chelsea and Westminster', 4],
      ['Hillingdon', 4],
      ['Imperial', 4],
      ['London North West', 4],
      ['Suppliers', 5],
    ])
  })

  it('marks who one is now', () => {
    const { groups } = personaView(personaOf('radiology-lead@RYJ'), '/status')
    expect(
      groups
        .flatMap(({ choices }) => choices)
        .filter(({ checked }) => checked)
        .map(({ value }) => value),
    ).toEqual(['radiology-lead@RYJ'])
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/persona', undefined])(
    'never leads away from this site (%s)',
    (next) => {
      expect(safeNext(next)).toBe('/')
    },
  )

  it('goes back to the page one came for', () => expect(safeNext('/status?trust=RYJ&type=mri')).toBe('/status?trust=RYJ&type=mri'))
})
