import type { Episode } from './episodes.ts'
import type { FleetAsset } from './fleet.ts'
import { holdsLimited, repairScope } from './repair-scope.ts'
import { randomFor, type Random } from './seeded-random.ts'

const MINUTE_MS = 60_000

/** A change of state as it is told: when it took effect, and when someone said so. */
export interface ToldState {
  readonly state: 'UP' | 'DEGRADED' | 'DOWN_UNPLANNED' | 'DOWN_PLANNED' | 'DOWN_EXTERNAL' | 'IN_QA'
  readonly atMs: number
  readonly toldMs: number
  readonly by: { readonly kind: 'device' | 'person' | 'supplier' | 'schedule'; readonly role?: string }
  readonly agreedEndMs?: number
  readonly cause?: string
  readonly fault?: string
  readonly canStill?: readonly string[]
  readonly released?: boolean
  readonly note?: string
}

/** A step of the work order that went with it. */
export interface ToldStep {
  readonly step:
    | 'call-logged'
    | 'accepted'
    | 'access-given'
    | 'arrived'
    | 'diagnosed'
    | 'part-needed'
    | 'part-arrived'
    | 'handed-back'
    | 'check-recorded'
    | 'released'
  readonly atMs: number
  readonly by: 'radiology' | 'supplier'
  readonly text?: string
  readonly dueMs?: number
}

export interface Storyline {
  readonly states: readonly ToldState[]
  readonly steps: readonly ToldStep[]
}

/** What a radiographer writes about a cause. */
export const faultNote = (cause: string): string => notes[cause] ?? 'Does not start'

/** How an episode was told at the time: by device, people, supplier and schedule, each a little after it happened. */
export function storyline(seed: number, asset: FleetAsset, episode: Episode): Storyline {
  const random = randomFor(seed, 'storyline', asset.assetId, episode.fromMs)
  if (episode.kind === 'service') return { states: serviceStates(episode), steps: [] }
  if (episode.kind === 'external') return { states: externalStates(episode, random), steps: [] }
  return { states: faultStates(asset, episode, random), steps: faultSteps(episode, random) }
}

const lead = { kind: 'person', role: 'radiology-lead' } as const

function serviceStates({ fromMs, backMs, agreedEndMs, cause }: Episode): readonly ToldState[] {
  return [
    { state: 'DOWN_PLANNED', atMs: fromMs, toldMs: fromMs, by: { kind: 'schedule' }, agreedEndMs: agreedEndMs ?? backMs, cause },
    { state: 'UP', atMs: backMs, toldMs: backMs + 2 * MINUTE_MS, by: lead, released: true },
  ]
}

function externalStates({ fromMs, backMs, cause }: Episode, random: Random): readonly ToldState[] {
  return [
    {
      state: 'DOWN_EXTERNAL',
      atMs: fromMs,
      toldMs: fromMs + random.whole(1, 10) * MINUTE_MS,
      by: { kind: 'person', role: 'radiology-manager' },
      cause,
    },
    { state: 'UP', atMs: backMs, toldMs: backMs + random.whole(1, 15) * MINUTE_MS, by: lead },
  ]
}

function faultStates(asset: FleetAsset, episode: Episode, random: Random): readonly ToldState[] {
  const { fromMs, mendedMs, backMs, cause, fault } = episode
  const told = asset.connected && random.chance(0.6)
  const opening: ToldState = {
    state: episode.kind === 'limited' ? 'DEGRADED' : 'DOWN_UNPLANNED',
    atMs: fromMs,
    toldMs: fromMs + (told ? MINUTE_MS : random.whole(2, 20) * MINUTE_MS),
    by: told && episode.kind === 'failure' ? { kind: 'device' } : { kind: 'person', role: 'radiographer' },
    cause,
    ...(fault === undefined ? {} : { fault }),
    ...(episode.kind === 'limited' ? { canStill: asset.capabilities.filter(() => random.chance(0.6)) } : {}),
    note: faultNote(cause),
  }
  const isHeld = episode.kind === 'failure' || holdsLimited(repairScope(asset.classId, cause))
  return [
    opening,
    ...(isHeld ? [inChecks(mendedMs)] : []),
    { state: 'UP', atMs: backMs, toldMs: backMs + 2 * MINUTE_MS, by: lead, released: true },
  ]
}

/** The hand-back is a step of the return to use, taken by a person, so that it stands against what a person reported before. */
const inChecks = (atMs: number): ToldState => ({
  state: 'IN_QA',
  atMs,
  toldMs: atMs + 3 * MINUTE_MS,
  by: { kind: 'person', role: 'supplier-engineer' },
})

/** What a radiographer would write, by cause. */
const notes: Readonly<Record<string, string>> = {
  cryogenics: 'Helium pressure alarm at the console',
  'rf-or-coil': 'Coil is not recognised',
  gradient: 'Gradient error, scan stops',
  'tube-or-high-voltage': 'Tube arcs, exposure aborted',
  detector: 'Lines in every image',
  'gantry-or-rotation': 'Gantry does not rotate',
  cooling: 'Cooling fault shown',
  'computer-or-software': 'Console hangs at start',
  table: 'Table does not move',
  probe: 'Probe elements missing',
  other: 'Error at start, no code shown',
}

/** The work order in the same proportions whatever its length, so that every step falls between fault and hand-back. */
function faultSteps(episode: Episode, random: Random): readonly ToldStep[] {
  const { fromMs, mendedMs, backMs, neededPart } = episode
  const repairMs = mendedMs - fromMs
  const at = (share: number): number => fromMs + Math.round((repairMs * share) / MINUTE_MS) * MINUTE_MS
  const loggedMs = Math.min(at(0.1), fromMs + random.whole(5, 30) * MINUTE_MS)
  const acceptedMs = Math.min(at(0.2), loggedMs + random.whole(5, 50) * MINUTE_MS)
  const arrivedMs = Math.min(at(0.45), acceptedMs + random.whole(40, 180) * MINUTE_MS)
  return [
    { step: 'call-logged', atMs: loggedMs, by: 'radiology', text: faultNote(episode.cause) },
    { step: 'access-given', atMs: loggedMs, by: 'radiology' },
    { step: 'accepted', atMs: acceptedMs, by: 'supplier', dueMs: arrivedMs + random.whole(-30, 30) * MINUTE_MS },
    { step: 'arrived', atMs: arrivedMs, by: 'supplier' },
    { step: 'diagnosed', atMs: at(0.5), by: 'supplier', text: `Fault found: ${episode.cause.replaceAll('-', ' ')}` },
    ...(neededPart ? partSteps(episode.cause, at) : []),
    { step: 'handed-back', atMs: mendedMs, by: 'supplier', text: `Repaired: ${episode.cause.replaceAll('-', ' ')}` },
    { step: 'check-recorded', atMs: Math.max(mendedMs, backMs - 5 * MINUTE_MS), by: 'radiology' },
    { step: 'released', atMs: backMs, by: 'radiology' },
  ]
}

/** The part a cause needs. */
export const partFor = (cause: string): string => `Example part for ${cause.replaceAll('-', ' ')}`

function partSteps(cause: string, at: (share: number) => number): readonly ToldStep[] {
  const text = partFor(cause)
  return [
    { step: 'part-needed', atMs: at(0.55), by: 'supplier', text, dueMs: at(0.85) },
    { step: 'part-arrived', atMs: at(0.85), by: 'supplier', text },
  ]
}
