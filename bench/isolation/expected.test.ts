import { describe, expect, it } from 'vitest'
import { expectedRoutes } from './expected.ts'
import { expectedTables } from './expected-tables.ts'
import { GRANTS, LETTERS, ORGANISATIONS, SEES, type Share } from './organisations.ts'

describe('what is expected', () => {
  it('is written once for each route, for roles there are', () => {
    const routes = expectedRoutes.map(({ service, route }) => `${service} ${route}`)
    expect(routes.toSorted()).toEqual([...new Set(routes)].toSorted())
    for (const { route, for: letters } of expectedRoutes)
      if (!['anyone', 'web', 'worker'].includes(letters))
        expect(Object.keys(LETTERS), route).toEqual(expect.arrayContaining(letters.split(' ')))
  })

  it('is of each organisation its own and what was granted to it', () => {
    for (const organisation of ORGANISATIONS)
      for (const share of Object.keys(SEES[organisation]) as Share[]) {
        const own = SEES[organisation].own
        const granted = GRANTS.filter(([, to, what]) => to === organisation && what === share).map(([from]) => from)
        expect(SEES[organisation][share].toSorted(), `${share} for ${organisation}`).toEqual([...own, ...granted].toSorted())
      }
  })

  it('says of every table whose rows it holds, or why nobody’s', () => {
    for (const [name, table] of Object.entries(expectedTables)) expect('nobodys' in table ? table.nobodys : table.owner, name).not.toBe('')
  })
})
