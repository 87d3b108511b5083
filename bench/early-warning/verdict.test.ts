import { describe, expect, it } from 'vitest'
import { figures, verdict, worthAbove } from './verdict.ts'

describe('the verdict on an engine', () => {
  it('counts an alarm as true from 50 cycles before the failure, and as false before', () => {
    expect(verdict([50], 200)).toEqual({ leadH: 50, falseLeadsH: [], atRiskH: 149 })
    expect(verdict([51], 200)).toEqual({ leadH: undefined, falseLeadsH: [51], atRiskH: 149 })
  })

  it('calls a failure missed without a true alarm at least 10 cycles before it', () => {
    expect(verdict([10], 200).leadH).toBe(10)
    expect(verdict([9], 200).leadH).toBeUndefined()
    expect(verdict([], 200).leadH).toBeUndefined()
  })

  it('takes the first true alarm for the notice, and no false one', () => {
    expect(verdict([120, 44, 20], 200).leadH).toBe(44)
  })

  it('has no hour at risk in a life of 50 cycles', () => {
    expect(verdict([], 50).atRiskH).toBe(0)
  })

  it('sums up: median notice of those not missed, false alarms over hours at risk', () => {
    const all = [verdict([40], 151), verdict([70, 20], 151), verdict([5], 251)]
    expect(figures(all)).toEqual({ medianLeadH: 30, falsePer1000H: 2.5, missed: 1, falseAlarms: 1, medianFalseLeadH: 70, engines: 3 })
  })

  it('finds what a setting is worth, and stops once it cannot be worth enough', () => {
    const all = [verdict([40], 151), verdict([70, 20], 151)]
    expect(worthAbove(0, all, (each) => each, 25)).toBe((40 + 20 - 25) / 2)
    let asked = 0
    const counting = (each: (typeof all)[number]): (typeof all)[number] => {
      asked += 1
      return each
    }
    expect(worthAbove(46, all, counting, 25)).toBeUndefined()
    expect(asked).toBe(1)
  })
})
