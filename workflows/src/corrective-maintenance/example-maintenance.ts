import type { CorrectiveMaintenanceActivities } from './activities.ts'
import type { ClockName, Deadline } from './deadline.ts'

/** The maintenance service as the process sees it, played for tests: deadlines are given, what the process does is kept. */
export interface ExampleMaintenance {
  readonly activities: CorrectiveMaintenanceActivities
  /** What the process did, in order: `reminder response`, `escalation response 1`. */
  readonly done: string[]
  /** What is due from now on. */
  plan(deadlines: readonly Deadline[]): void
  end(): void
  /** Makes the next so many escalations be answered "not yet", as by a clock that is behind. */
  refuse(times: number): void
}

export function createExampleMaintenance(): ExampleMaintenance {
  let deadlines: readonly Deadline[] = []
  let isOver = false
  let refusals = 0
  const done: string[] = []
  const settle = (what: string, isIt: (deadline: Deadline) => boolean): { recorded: boolean } => {
    const recorded = deadlines.some(isIt)
    deadlines = deadlines.filter((deadline) => !isIt(deadline))
    if (recorded) done.push(what)
    return { recorded }
  }
  return {
    done,
    plan: (planned) => void (deadlines = planned),
    end: () => void (isOver = true),
    refuse: (times) => void (refusals = times),
    activities: {
      deadlinesOf: async () => ({ sequence: 0, deadlines: isOver ? [] : deadlines, isOver }),
      remind: async ({ about }) => settle(`reminder ${about}`, (deadline) => deadline.kind === 'reminder' && deadline.about === about),
      escalate: async ({ clock, level }) => {
        if (refusals > 0) {
          refusals -= 1
          return { recorded: false }
        }
        return settle(
          `escalation ${clock} ${level}`,
          (deadline) => deadline.kind === 'escalation' && deadline.clock === clock && deadline.level === level,
        )
      },
    },
  }
}

const HOUR_MS = 3_600_000

/** A clock of so many hours: a reminder at three quarters, then a level higher each half time after its end. */
export const clockOf = (clock: ClockName, fromMs: number, hours: number): Deadline[] => [
  { kind: 'reminder', about: clock, at: instant(fromMs + hours * 0.75 * HOUR_MS) },
  ...[1, 2, 3].map((level) => ({
    kind: 'escalation' as const,
    clock,
    level,
    at: instant(fromMs + hours * (1 + 0.5 * (level - 1)) * HOUR_MS),
  })),
]

const instant = (atMs: number): string => new Date(atMs).toISOString()
