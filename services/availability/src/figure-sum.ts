import type { ClinicalFigure, ContractualFigure, TechnicalFigure } from '@imaging/availability/domain'
import type { Figure } from '@imaging/schemas'

const HOUR_MS = 3_600_000

/** Parts of a figure that can be added up over assets; the shares are taken of the sums, never averaged. */
export interface FigureSum {
  /** Hours in the denominator. */
  readonly countedMs: number
  readonly lostMs: number
  readonly unconfirmedMs: number
  /** All hours asked about, for the share that is confirmed. */
  readonly askedMs: number
  /** Whether unconfirmed hours are counted already, as in a contract, or stand beside the counted ones. */
  readonly countsUnconfirmed: boolean
}

export const technicalSum = ({ bucketsMs }: TechnicalFigure): FigureSum => ({
  countedMs: bucketsMs.operating + bucketsMs.restoring,
  lostMs: bucketsMs.restoring,
  unconfirmedMs: bucketsMs.unconfirmed,
  askedMs: sum(bucketsMs),
  countsUnconfirmed: false,
})

export const clinicalSum = ({ bucketsMs }: ClinicalFigure): FigureSum => {
  const askedMs = sum(bucketsMs)
  const countedMs = askedMs - bucketsMs.unconfirmed
  return { countedMs, lostMs: countedMs - bucketsMs.usable, unconfirmedMs: bucketsMs.unconfirmed, askedMs, countsUnconfirmed: false }
}

export const contractualSum = ({ bucketsMs, coverMs, qualifyingMs }: ContractualFigure): FigureSum => ({
  countedMs: coverMs,
  lostMs: qualifyingMs,
  unconfirmedMs: bucketsMs.unconfirmed,
  askedMs: sum(bucketsMs),
  countsUnconfirmed: true,
})

/** Adds figures of one kind up over assets. */
export function added(sums: readonly FigureSum[]): FigureSum {
  const [first] = sums
  return {
    countedMs: total(sums, 'countedMs'),
    lostMs: total(sums, 'lostMs'),
    unconfirmedMs: total(sums, 'unconfirmedMs'),
    askedMs: total(sums, 'askedMs'),
    countsUnconfirmed: first?.countsUnconfirmed ?? false,
  }
}

/** The figure of a sum, with its bounds. An empty denominator leaves the value out: not defined, never 100 %. */
export function figureOf({ countedMs, lostMs, unconfirmedMs, askedMs, countsUnconfirmed }: FigureSum): Figure {
  const widestMs = countsUnconfirmed ? countedMs : countedMs + unconfirmedMs
  const usableMs = countedMs - lostMs
  return {
    ...(countedMs > 0 ? { value: clamp(usableMs / countedMs) } : {}),
    ...(widestMs > 0 ? { lower: clamp((usableMs - (countsUnconfirmed ? unconfirmedMs : 0)) / widestMs) } : {}),
    ...(widestMs > 0 ? { upper: clamp((usableMs + (countsUnconfirmed ? 0 : unconfirmedMs)) / widestMs) } : {}),
    ...(askedMs > 0 ? { confirmedShare: clamp(1 - unconfirmedMs / askedMs) } : {}),
    countedHours: countedMs / HOUR_MS,
    lostHours: lostMs / HOUR_MS,
  }
}

/** A contract that counts by the elapsed hour can lose more than it covers; a share on a page ends at nought. */
const clamp = (value: number): number => Math.min(1, Math.max(0, value))

const sum = (bucketsMs: Readonly<Record<string, number>>): number => Object.values(bucketsMs).reduce((all, ms) => all + ms, 0)

const total = (sums: readonly FigureSum[], part: 'countedMs' | 'lostMs' | 'unconfirmedMs' | 'askedMs'): number =>
  sums.reduce((all, one) => all + one[part], 0)
