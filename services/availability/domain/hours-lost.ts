import { countedHours, type CountedHoursQuestion, type CountedStretch, type HoursDefinition } from './counted-hours.ts'

/** The definitions by which hours are lost, of all by which they are counted. */
export const lostHoursDefinitions = [
  'elapsed',
  'operating',
  'technical',
  'contractual',
  'clinical',
] as const satisfies readonly HoursDefinition[]
export type LostHoursDefinition = (typeof lostHoursDefinitions)[number]

/** Hours lost by one definition to one cause, with the stretches they are made of. */
export interface HoursLost {
  readonly definition: LostHoursDefinition
  /** As reported with the event; for clinical hours the kind of loss. */
  readonly cause: string
  /** Weighed, in milliseconds. */
  readonly lostMs: number
  readonly stretches: readonly CountedStretch[]
}

/**
 * Hours lost by definition and cause over [fromMs, toMs), the greatest first within a definition.
 *
 * @throws {RangeError} When the window is reversed or reaches past the history.
 */
export function hoursLost(question: CountedHoursQuestion): HoursLost[] {
  return lostHoursDefinitions.flatMap((definition) =>
    [...Map.groupBy(countedHours(definition, question), ({ cause }) => cause)]
      .map(([cause, stretches]) => ({ definition, cause, lostMs: lostIn(stretches), stretches }))
      .toSorted((left, right) => right.lostMs - left.lostMs || (left.cause < right.cause ? -1 : 1)),
  )
}

const lostIn = (stretches: readonly CountedStretch[]): number => stretches.reduce((sumMs, { countedMs }) => sumMs + countedMs, 0)
