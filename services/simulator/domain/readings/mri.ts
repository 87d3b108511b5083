import { count, reading, type Moment, type Reading } from './moment.ts'

const DAY_MS = 86_400_000
/** A magnet is topped up about twice a year. */
const FILL_DAYS = 180
/** With the compressor off a magnet of the usual kind loses helium at about this rate; invented, in the range engineers tell of. */
const BOIL_OFF_PER_H = 0.14
const DROP_MAX = 12

/** A helium-cooled magnet: what it loses slowly, and what happens when its cooling stops. */
export function magnet(moment: Moment): readonly Reading[] {
  const { random, early, troubleHours } = moment
  const warmHours = troubleHours('cryogenics')
  const worn = early('cryogenics')
  return [
    reading('helium-level', heliumLevel(moment, warmHours), '%'),
    reading('vessel-pressure', 0.07 + Math.min(0.4, 0.02 * warmHours) + 0.02 * worn + random.between(-0.004, 0.004), 'bar'),
    reading(
      'cold-head-temperature',
      4.05 + 0.25 * moment.own('cold head') + 0.4 * worn + Math.min(12, 0.4 * warmHours) + random.between(-0.04, 0.04),
      'K',
    ),
    reading(
      'shield-temperature',
      38 + 4 * moment.own('shield') + 2 * worn + Math.min(60, 1.5 * warmHours) + random.between(-0.2, 0.2),
      'K',
    ),
    ...cooling(moment, warmHours),
    ...electronics(moment),
    reading('oxygen', 20.9 + random.between(-0.05, 0.05), '%'),
    count('quench', 0),
  ]
}

/** Falls slowly from fill to fill, and fast while nothing cools. What was lost to a fault is filled up when it is mended. */
function heliumLevel({ atMs, own }: Moment, warmHours: number): number {
  const full = 84 + 12 * own('helium full')
  const perDay = 0.01 + 0.04 * own('helium rate')
  const days = (atMs / DAY_MS + own('helium filled') * FILL_DAYS) % FILL_DAYS
  return full - perDay * days - Math.min(DROP_MAX, BOIL_OFF_PER_H * warmHours)
}

function cooling(moment: Moment, warmHours: number): readonly Reading[] {
  const { random, summer, troubleHours } = moment
  const chillerHours = moment.isOutOf('chilled-water') ? troubleHours('chilled-water') : 0
  const isOff = warmHours > 0 || chillerHours > 0
  return [
    count('compressor-on', isOff ? 0 : 1),
    reading('compressor-supply-pressure', (isOff ? 14 : 22.3) + random.between(-0.15, 0.15), 'bar'),
    reading('compressor-return-pressure', isOff ? 14 + random.between(-0.15, 0.15) : 6.5 + random.between(-0.1, 0.1), 'bar'),
    reading('chilled-water-in', 7.5 + 2.5 * summer + Math.min(16, 12 * chillerHours) + random.between(-0.3, 0.3), 'Cel'),
    reading('chilled-water-flow', (chillerHours > 0 ? 1 : 28) + random.between(-0.5, 0.5), 'L/min'),
  ]
}

const electronics = ({ random, load, late }: Moment): readonly Reading[] => [
  reading('gradient-amplifier-temperature', 23 + 15 * load + 25 * late('gradient') * load + random.between(-0.8, 0.8), 'Cel'),
  reading('rf-reflected-power', 2.5 + 2 * load + 14 * late('rf-or-coil') + random.between(-0.5, 0.5), '%'),
]
