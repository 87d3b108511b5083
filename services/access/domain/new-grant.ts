import { isLocalDate, type LocalDate } from '@imaging/calendar'
import type { Fault } from './fault.ts'
import type { Organisation } from './organisation.ts'

export interface GrantWanted {
  readonly from: Organisation
  /** Left out where no organisation has that code. */
  readonly to?: Organisation
  readonly startsOn: LocalDate
  readonly endsOn?: LocalDate
}

/** What stands against a grant; nothing when it can be given today. */
export function grantFaults({ from, to, startsOn, endsOn }: GrantWanted, today: LocalDate): readonly Fault[] {
  const faults: Fault[] = []
  if (from.kind !== 'trust') faults.push({ place: '', message: 'can be given by a trust alone: others have nothing of their own to share' })
  if (to === undefined) faults.push({ place: '/to', message: 'must be the code of an organisation that is known here' })
  else if (to.code === from.code) faults.push({ place: '/to', message: 'must be another organisation: you see all of your own' })
  else if (to.kind === 'supplier')
    faults.push({ place: '/to', message: 'must be a trust or the joint body: suppliers see their own work orders alone' })
  return [...faults, ...dateFaults({ startsOn, ...(endsOn !== undefined && { endsOn }) }, today)]
}

/** What is wrong with the days for which something is to hold; what was is not made up afterwards. */
export function dateFaults({ startsOn, endsOn }: { readonly startsOn: LocalDate; readonly endsOn?: LocalDate }, today: LocalDate): Fault[] {
  const unreal = (['startsOn', 'endsOn'] as const).filter((place) => {
    const date = { startsOn, endsOn }[place]
    return date !== undefined && !isLocalDate(date)
  })
  if (unreal.length > 0) return unreal.map((place) => ({ place: `/${place}`, message: 'must be a day of the calendar' }))
  const faults: Fault[] = []
  if (startsOn < today) faults.push({ place: '/startsOn', message: `must be ${today} or later` })
  if (endsOn !== undefined && endsOn <= startsOn) faults.push({ place: '/endsOn', message: 'must be later than the day it starts on' })
  return faults
}
