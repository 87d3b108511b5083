import { count, reading, type Moment, type Reading } from './moment.ts'

const DAY_MS = 86_400_000
/** Old studies are cleared when the disk has filled this far, in days of use. */
const DISK_DAYS = 12

/** What every scanner with a computer reports, once an hour. */
export function computer({ atMs, isHourly, own, random, late }: Moment): readonly Reading[] {
  if (!isHourly) return []
  const days = (atMs / DAY_MS + own('disk') * DISK_DAYS) % DISK_DAYS
  const errors = random.between(0, 4) + 45 * late('computer-or-software')
  return [reading('disk-used', 42 + days * 2.8 + random.between(0, 0.4), '%'), count('errors-per-hour', errors)]
}

/** The air in the room. */
export const room = ({ random, summer, load, isOutOf }: Moment): readonly Reading[] => [
  reading('room-temperature', 20.2 + 0.6 * summer + 0.7 * load + (isOutOf('power') ? 3 : 0) + random.between(-0.2, 0.2), 'Cel'),
  reading('room-humidity', 46 + 6 * summer + random.between(-1.5, 1.5), '%'),
]
