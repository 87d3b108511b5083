import { median } from '@imaging/telemetry/domain'

/** An alarm is true at most this many cycles before the failure; earlier it is false. */
const TRUE_WITHIN = 50

/** A failure without a true alarm at least this many cycles before it is missed: later is too late to act on. */
const IN_TIME = 10

/** What one engine's alarms came to. One cycle is one hour. */
export interface Verdict {
  /** Hours from the first true alarm to the failure, or undefined when missed. */
  readonly leadH: number | undefined
  /** Hours from each false alarm to the failure. */
  readonly falseLeadsH: readonly number[]
  /** Hours in which an alarm would have been false. */
  readonly atRiskH: number
}

export interface Figures {
  /** Over the engines not missed; not a number when all are. */
  readonly medianLeadH: number
  readonly falsePer1000H: number
  readonly missed: number
  readonly falseAlarms: number
  /** How long before the failure the false alarms came; not a number without any. */
  readonly medianFalseLeadH: number
  readonly engines: number
}

/**
 * Judges the alarms of one engine.
 *
 * Every onset counts: an alarm raised, and one raised again or to a graver severity. An alarm that was raised too early is false and stays
 * false; that it still stands later makes it no true one.
 *
 * @param onsetsBeforeFailure Cycles from each onset to the failure, earliest first.
 * @param cycles The engine's whole life.
 */
export function verdict(onsetsBeforeFailure: readonly number[], cycles: number): Verdict {
  const firstTrue = onsetsBeforeFailure.find((left) => left <= TRUE_WITHIN)
  const falseLeadsH = onsetsBeforeFailure.filter((left) => left > TRUE_WITHIN)
  return {
    leadH: firstTrue !== undefined && firstTrue >= IN_TIME ? firstTrue : undefined,
    falseLeadsH,
    atRiskH: Math.max(0, cycles - 1 - TRUE_WITHIN),
  }
}

/** The figures over several engines. */
export function figures(verdicts: readonly Verdict[]): Figures {
  const falseLeadsH = verdicts.flatMap((each) => each.falseLeadsH)
  return {
    medianLeadH: median(verdicts.flatMap(({ leadH }) => leadH ?? [])),
    falsePer1000H: (1000 * falseLeadsH.length) / sum(verdicts.map((each) => each.atRiskH)),
    missed: verdicts.filter(({ leadH }) => leadH === undefined).length,
    falseAlarms: falseLeadsH.length,
    medianFalseLeadH: median(falseLeadsH),
    engines: verdicts.length,
  }
}

/** The most an engine can add to what a setting is worth. */
const WORTH_MAX_H = TRUE_WITHIN

/**
 * What a setting is worth, for tuning both methods alike: the mean notice given, nothing for a failure missed, less a price per false alarm.
 *
 * @param verdictOf Judges the setting on one engine; asked only while the setting can still be worth more than `floorH`.
 * @param falseAlarmCostH Hours of notice one false alarm costs.
 * @returns Hours, or undefined when the setting is worth no more than `floorH`.
 */
export function worthAbove<Item>(
  floorH: number,
  engines: readonly Item[],
  verdictOf: (engine: Item) => Verdict,
  falseAlarmCostH: number,
): number | undefined {
  const neededH = floorH * engines.length
  let sumH = 0
  for (const [i, engine] of engines.entries()) {
    const { leadH, falseLeadsH } = verdictOf(engine)
    sumH += (leadH ?? 0) - falseAlarmCostH * falseLeadsH.length
    if (sumH + WORTH_MAX_H * (engines.length - 1 - i) <= neededH) return undefined
  }
  return sumH / engines.length
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
