import { type CalendarDefinition, calendarOf } from '@imaging/calendar'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assetHistory } from './asset-history.ts'
import { clinicalAvailability, explainClinical } from './clinical-availability.ts'
import type { ContractTerms } from './contract-terms.ts'
import { contractualAvailability, explainContractual } from './contractual-availability.ts'
import { type AvailabilityFigure, type ExplainedInterval, type HoursQuestion } from './figure.ts'
import { generatedCase } from './oracle/generated-case.ts'
import { explainTechnical, technicalAvailability } from './technical-availability.ts'

const anySeed = fc.integer({ min: 1, max: 10_000_000 })

interface Asked {
  readonly technical: HoursQuestion
  readonly clinical: HoursQuestion
  readonly contractual: Parameters<typeof contractualAvailability>[0]
}

/** A generated case as questions, over its window or a part of it. */
function questionsOf(seed: number, part?: { fromMs: number; toMs: number }): Asked {
  const { ledger, knownAtMs, fromMs, toMs, operatingHours, sessions, terms } = generatedCase(seed)
  const window = { history: assetHistory(ledger, { knownAtMs, toMs }), ...(part ?? { fromMs, toMs }) }
  const calendar = (hours: CalendarDefinition): ContractTerms['cover'] => calendarOf(hours)
  return {
    technical: { ...window, hours: calendar(operatingHours) },
    clinical: { ...window, hours: calendar(sessions) },
    contractual: { ...window, terms: terms.map((version) => ({ ...version, cover: calendar(version.cover) })) },
  }
}

const figuresOf = (asked: Asked): AvailabilityFigure<string>[] => [
  technicalAvailability(asked.technical),
  clinicalAvailability(asked.clinical),
  contractualAvailability(asked.contractual),
]

const totalsOf = (explained: readonly ExplainedInterval<string>[]): Record<string, number> => {
  const totals: Record<string, number> = {}
  for (const { fromMs, toMs, bucket } of explained) totals[bucket] = (totals[bucket] ?? 0) + (toMs - fromMs)
  return totals
}
const withoutEmpty = (bucketsMs: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(bucketsMs).filter(([, ms]) => ms > 0))

describe('every figure', () => {
  it('lies between its bounds', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        for (const { headline, lower, upper } of figuresOf(questionsOf(seed))) {
          if (headline === 'not defined') continue
          expect(Number(lower)).toBeLessThanOrEqual(headline + 1e-12)
          expect(headline).toBeLessThanOrEqual(Number(upper) + 1e-12)
          expect(headline).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('is what its explanation adds up to', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { technical, clinical, contractual } = questionsOf(seed)
        expect(totalsOf(explainTechnical(technical))).toEqual(withoutEmpty(technicalAvailability(technical).bucketsMs))
        expect(totalsOf(explainClinical(clinical))).toEqual(withoutEmpty(clinicalAvailability(clinical).bucketsMs))
        const byCover = { ...contractual, terms: contractual.terms.map((version) => ({ ...version, lostHours: 'cover' as const })) }
        expect(totalsOf(explainContractual(byCover))).toEqual(withoutEmpty(contractualAvailability(byCover).bucketsMs))
        const lostMs = explainContractual(contractual).reduce((sumMs, { fromMs, toMs, weight }) => sumMs + (toMs - fromMs) * weight, 0)
        expect(lostMs).toBeCloseTo(contractualAvailability(contractual).qualifyingMs)
      }),
    )
  })

  it('is the sum of its parts wherever the window is split', () => {
    fc.assert(
      fc.property(anySeed, fc.double({ min: 0, max: 1, noNaN: true }), (seed, share) => {
        const { fromMs, toMs } = generatedCase(seed)
        const middleMs = fromMs + Math.floor((toMs - fromMs) * share)
        const whole = figuresOf(questionsOf(seed))
        const first = figuresOf(questionsOf(seed, { fromMs, toMs: middleMs }))
        const second = figuresOf(questionsOf(seed, { fromMs: middleMs, toMs }))
        whole.forEach(({ bucketsMs }, index) => {
          for (const [bucket, ms] of Object.entries(bucketsMs)) {
            expect((first[index]?.bucketsMs[bucket] ?? 0) + (second[index]?.bucketsMs[bucket] ?? 0)).toBe(ms)
          }
        })
      }),
    )
  })

  it('is the same whatever order the facts arrived in', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { ledger, toMs, knownAtMs } = generatedCase(seed)
        const reversed = Object.fromEntries(
          Object.entries(ledger).map(([kind, facts]) => [kind, facts.toReversed()]),
        ) as unknown as typeof ledger
        expect(assetHistory(reversed, { knownAtMs, toMs })).toEqual(assetHistory(ledger, { knownAtMs, toMs }))
      }),
    )
  })

  it('says when it was known', () => {
    for (const { knownAtMs } of figuresOf(questionsOf(7))) expect(knownAtMs).toBe(generatedCase(7).knownAtMs)
  })
})
