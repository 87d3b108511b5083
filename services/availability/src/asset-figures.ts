import {
  clinicalAvailability,
  contractualAvailability,
  countedHours,
  reliability,
  technicalAvailability,
  timeInState,
  type AssetHistory,
  type CountedStretch,
  type HoursDefinition,
  type Measure,
} from '@imaging/availability/domain'
import type { Figures } from '@imaging/schemas'
import { clinicalSum, contractualSum, figureOf, technicalSum, type FigureSum } from './figure-sum.ts'
import type { KnownWindow } from './period.ts'
import type { RegisteredAsset } from './register.ts'

const HOUR_MS = 3_600_000

/** A stretch of time asked about, cut to what has happened. */
export interface Window {
  readonly fromMs: number
  readonly toMs: number
}

/** The three figures of one asset as sums, so that a fleet's can be made of them. */
export interface AssetSums {
  readonly technical: FigureSum
  readonly contractual: FigureSum
  readonly clinical: FigureSum
  readonly plannedMs: number
  readonly externalMs: number
}

/** The part of a window in which the asset was installed; an empty one where it came later. */
const installedWithin = ({ installedMs }: Pick<RegisteredAsset, 'installedMs'>, { fromMs, toMs }: Window): Window => ({
  fromMs: Math.min(Math.max(fromMs, installedMs), toMs),
  toMs,
})

/** What one asset adds to the figures of a fleet, from its installation on. */
export function assetSums(registered: RegisteredAsset, history: AssetHistory, asked: Window): AssetSums {
  const { operatingHours, sessions, terms } = registered
  const window = installedWithin(registered, asked)
  const technical = technicalAvailability({ history, hours: operatingHours, ...window })
  return {
    technical: technicalSum(technical),
    contractual: contractualSum(contractualAvailability({ history, terms, ...window })),
    clinical: clinicalSum(clinicalAvailability({ history, hours: sessions, ...window })),
    plannedMs: technical.bucketsMs.plannedWork,
    externalMs: technical.bucketsMs.building,
  }
}

/** Every figure of one asset over a window, from its installation on. */
export function assetFigures(registered: RegisteredAsset, history: AssetHistory, asked: KnownWindow): Figures {
  const { operatingHours, sessions, asset } = registered
  const window = installedWithin(registered, asked)
  const sums = assetSums(registered, history, window)
  const clinical = clinicalAvailability({ history, hours: sessions, ...window })
  const { failures, meanBetweenFailuresMs, timeToRestore } = reliability({ history, hours: operatingHours, ...window })
  return {
    assetId: asset.assetId,
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    knownAt: new Date(asked.knownAtMs).toISOString(),
    technical: figureOf(sums.technical),
    contractual: figureOf(sums.contractual),
    clinical: figureOf(sums.clinical),
    clinicalLostHoursByCause: hours(clinical.bucketsMs, ['usable', 'unconfirmed']),
    hoursByState: hours(timeInState({ history, ...window }).byStateMs),
    failures: failures.length,
    ...named('mtbfHours', meanBetweenFailuresMs),
    restoreHours: {
      ...named('mean', timeToRestore.meanMs),
      ...named('median', timeToRestore.medianMs),
      ...named('p90', timeToRestore.p90Ms),
    },
    restoreSplitHours: Object.fromEntries(
      Object.entries(timeToRestore.meanByPhaseMs).flatMap(([phase, ms]) => (typeof ms === 'number' ? [[phase, ms / HOUR_MS]] : [])),
    ),
  }
}

/** The time of one asset that one definition counts, from its installation on. */
export function countedIn(
  { operatingHours, sessions, terms, ...registered }: RegisteredAsset,
  history: AssetHistory,
  asked: Window,
  definition: HoursDefinition,
): CountedStretch[] {
  return countedHours(definition, { history, operatingHours, sessions, terms, ...installedWithin(registered, asked) })
}

const hours = (bucketsMs: Readonly<Record<string, number>>, except: readonly string[] = []): Record<string, number> =>
  Object.fromEntries(Object.entries(bucketsMs).flatMap(([bucket, ms]) => (except.includes(bucket) ? [] : [[bucket, ms / HOUR_MS]])))

const named = <Name extends string>(name: Name, ms: Measure): { [Key in Name]?: number } =>
  (typeof ms === 'number' ? { [name]: ms / HOUR_MS } : {}) as { [Key in Name]?: number }
