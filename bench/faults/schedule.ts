import { createDice } from '../dice.ts'
import { BROKER_POINTS, DATABASE_POINTS, POINTS, POINTS_WITHOUT_OUTBOX, type Point } from './points.ts'

/** What a fault is done to. */
export type Victim = 'telemetry' | 'availability' | 'broker' | 'database'

/** The services whose work is watched for the point. */
export type WatchedService = 'telemetry' | 'availability'

interface Drawn {
  readonly victim: Victim
  /** After the fault before it, or after the schedule's beginning. */
  readonly afterMs: number
}

/** `kill` is SIGKILL and a new start; `freeze` SIGSTOP and SIGCONT; `restart` a clean stop and a new start. */
export type Fault = Drawn &
  (
    | { readonly kind: 'kill'; readonly awayMs: number; readonly point: Point; readonly watched: WatchedService }
    | { readonly kind: 'freeze'; readonly frozenMs: number; readonly point: Point; readonly watched: WatchedService }
    | { readonly kind: 'restart' }
  )

const FAULTS_OF_SCHEDULE = 2
const AFTER_MAX_MS = 1_500
const AWAY_MAX_MS = 1_500
/** Longer than a member's session with Kafka (10 s) in about half of all cases. */
const FROZEN_MS = { from: 5_000, to: 20_000 } as const
const KILL_SHARE = 0.7
const FREEZE_SHARE = 0.18

/** Availability stands twice: it alone publishes, so it has the most points. */
const VICTIMS: readonly [Victim, ...Victim[]] = ['telemetry', 'availability', 'availability', 'broker', 'database']

/** The faults of one schedule, which follow from its seed alone. */
export function scheduleOf(seed: number): readonly Fault[] {
  const dice = createDice(seed * 7_919)
  return Array.from({ length: FAULTS_OF_SCHEDULE }, (): Fault => {
    const victim = dice.oneOf(VICTIMS)
    const afterMs = dice.whole(0, AFTER_MAX_MS)
    const kind = dice.share()
    if (kind >= KILL_SHARE + FREEZE_SHARE) return { kind: 'restart', victim, afterMs }
    const watched: WatchedService = victim === 'telemetry' || victim === 'availability' ? victim : dice.oneOf(['telemetry', 'availability'])
    const point = dice.oneOf(pointsOf(victim, watched))
    if (kind >= KILL_SHARE) return { kind: 'freeze', victim, afterMs, frozenMs: dice.whole(FROZEN_MS.from, FROZEN_MS.to), point, watched }
    return { kind: 'kill', victim, afterMs, awayMs: dice.whole(0, AWAY_MAX_MS), point, watched }
  })
}

/** The points at which the victim can be met while this service is watched. */
function pointsOf(victim: Victim, watched: WatchedService): readonly [Point, ...Point[]] {
  const ofVictim: readonly Point[] = victim === 'broker' ? BROKER_POINTS : victim === 'database' ? DATABASE_POINTS : POINTS
  const ofService: readonly Point[] = watched === 'telemetry' ? POINTS_WITHOUT_OUTBOX : POINTS
  const [first, ...others] = ofVictim.filter((point) => ofService.includes(point))
  if (first === undefined) throw new RangeError(`no point at which ${victim} can be met by ${watched}`)
  return [first, ...others]
}

/** A fault in a few words. */
export function faultWords(fault: Fault): string {
  if (fault.kind === 'restart') return `restart ${fault.victim}`
  const where = fault.victim === fault.watched ? '' : ` of ${fault.watched}`
  return fault.kind === 'kill'
    ? `kill ${fault.victim} at "${fault.point}"${where}`
    : `freeze ${fault.victim} for ${(fault.frozenMs / 1000).toFixed(1)} s at "${fault.point}"${where}`
}
