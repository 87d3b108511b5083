import { createChance } from '@imaging/solver'
import { describe, expect, it } from 'vitest'
import { generateProblem } from '../domain/generate-problem.ts'
import type { Problem } from '../domain/problem.ts'
import { readProblem } from './read-problem.ts'

const good = generateProblem({ assets: 8, years: 6, seed: 1 }, createChance(1))
const read = (change: (problem: Problem) => unknown) => readProblem(JSON.stringify(change(structuredClone(good))))
const choice = { author: 'Board', reason: 'example', decidedOn: '2026-11-01', assetId: 'A00001', action: 'replace' } as const

describe('reading a problem', () => {
  it('takes what the generator writes', () => {
    expect(read((problem) => problem)).toEqual({ problem: good })
  })

  it.each<[string, (problem: Problem) => unknown, string, RegExp]>([
    ['a negative price', (p) => ({ ...p, classes: [{ ...p.classes[0], pricePence: -1 }] }), '/classes/0/pricePence', /it is -1/],
    ['half a penny', (p) => ({ ...p, classes: [{ ...p.classes[0], upgradePence: 0.5 }] }), '/classes/0/upgradePence', /integer/],
    ['a misspelt field', (p) => ({ ...p, asets: [] }), '', /additional/],
    ['an asset at no site', (p) => ({ ...p, assets: [{ ...p.assets[0], siteId: 'NOWHERE' }] }), '/assets/0/siteId', /no site NOWHERE/],
    ['an asset of no class', (p) => ({ ...p, assets: [{ ...p.assets[0], classId: 'tea-urn' }] }), '/assets/0/classId', /no class tea-urn/],
    [
      'a site of an unknown trust',
      (p) => ({ ...p, sites: p.sites.map((s, i) => (i === 2 ? { ...s, trustId: 'T9' } : s)) }),
      '/sites/2/trustId',
      /no trust T9/,
    ],
    [
      'a budget of an unknown sector',
      (p) => ({ ...p, trusts: [...p.trusts, { ...p.trusts[0], trustId: 'T9', sectorId: 'G9' }] }),
      '/trusts/4/sectorId',
      /no sector G9/,
    ],
    [
      'a budget of too few years',
      (p) => ({ ...p, trusts: p.trusts.map((t, i) => (i === 1 ? { ...t, budgetPence: [1] } : t)) }),
      '/trusts/1/budgetPence',
      /1 amounts for 6 years/,
    ],
    ['an asset named twice', (p) => ({ ...p, assets: [...p.assets, p.assets[0]] }), '/assets/8', /named twice; the first is \/assets\/0/],
    [
      'a discount that falls',
      (p) => ({
        ...p,
        framework: {
          form: 'annual',
          classes: [
            {
              classId: 'ct',
              bands: [
                { fromPence: 0, discount: 0.1 },
                { fromPence: 1, discount: 0 },
              ],
            },
          ],
        },
      }),
      '/framework/classes/0/bands/1',
      /lower discount/,
    ],
    [
      'a choice about nothing',
      (p) => ({ ...p, choices: [{ ...choice, assetId: 'Z', kind: 'forced', fromPeriod: 0, toPeriod: 1 }] }),
      '/choices/0/assetId',
      /no asset Z/,
    ],
  ])('refuses %s, with its place', (_, change, pointer, message) => {
    expect(read(change)).toEqual({ faults: expect.arrayContaining([{ pointer, message: expect.stringMatching(message) }]) })
  })

  it('refuses choices that clash, and names each with who made it', () => {
    const forced = { ...choice, kind: 'forced', fromPeriod: 1, toPeriod: 2 }
    const forbidden = { ...choice, kind: 'forbidden', fromPeriod: 0, toPeriod: 5, author: 'Trust', reason: 'building closes' }
    const result = read((problem) => ({ ...problem, choices: [forced, forbidden] }))
    expect(result).toEqual({
      faults: [
        {
          pointer: '/choices/0',
          message: expect.stringMatching(
            /A00001 leave it no way.*\/choices\/0 \(replace forced.*Board.*\/choices\/1 \(replace forbidden.*building closes/,
          ),
        },
      ],
    })
  })

  it('refuses what is not JSON', () => {
    expect(readProblem('{"version":')).toEqual({ faults: [{ pointer: '', message: expect.stringMatching(/not JSON/) }] })
  })
})
