import { SEES, type Organisation, type Share } from './organisations.ts'
import type { Verdict } from './verdict.ts'
import type { World } from './world.ts'

/** Compares what the access service says each person and system sees, at the sign-in and the look-up, with what was granted. */
export function trySees({ people }: Pick<World, 'people'>): Verdict {
  const leaks: string[] = []
  const wrongRefusals: string[] = []
  let cells = 0
  for (const { kind, role, organisation, sees } of [...people.persons.values(), ...people.machines.values()])
    for (const [share, granted] of Object.entries(SEES[organisation as Organisation])) {
      cells += 1
      const told = sees[share as Share]
      const strange = told.filter((one) => !(granted as readonly string[]).includes(one))
      const missing = granted.filter((one) => !told.includes(one))
      if (strange.length > 0) leaks.push(`${kind} ${role}@${organisation} sees ${share} of ${strange.join(', ')}`)
      if (missing.length > 0) wrongRefusals.push(`${kind} ${role}@${organisation} does not see ${share} of ${missing.join(', ')}`)
    }
  return { cells, leaks, wrongRefusals }
}
