import { count, reading, type Moment, type Reading } from './moment.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
const TUBE = 'tube-or-high-voltage'
/** From so many arcs in a day on they are told as they come and not only with the daily count. */
const ARCS_TOLD_AT_ONCE = 5
/** A tube scans for some three years at this use. */
const TUBE_DAYS = 1_100
const SCAN_SECONDS_PER_DAY = 900
const CALIBRATED_EVERY_DAYS = 330

/** What equipment with an X-ray tube reports: heat by use, and arcs that rise before the tube fails. */
export function tube(moment: Moment): readonly Reading[] {
  const { random, load, own, early, isDaily } = moment
  const arcs = random.between(0, 1.4) + 32 * early(TUBE)
  return [
    reading('anode-heat', 4 + 55 * load + random.between(0, 3), '%'),
    reading('tube-housing-temperature', 27 + 20 * load + 4 * early(TUBE) + random.between(-1, 1), 'Cel'),
    reading('filament-current', 4.2 + 0.6 * own('filament') + 0.16 * early(TUBE) + random.between(-0.012, 0.012), 'A'),
    ...(isDaily || arcs >= ARCS_TOLD_AT_ONCE ? [count('arcs-per-day', arcs)] : []),
  ]
}

/** What a CT gantry reports beside its tube. */
export function gantry({ atMs, random, load, own, early, late }: Moment): readonly Reading[] {
  const tubeDays = (atMs / DAY_MS + own('tube') * TUBE_DAYS) % TUBE_DAYS
  return [
    reading('rotor-current', 8 + own('rotor') + 0.4 * early(TUBE) + random.between(-0.04, 0.04), 'A'),
    reading('rotation-time', 0.5 + 0.02 * late('gantry-or-rotation') + random.between(-0.0006, 0.0006), 's'),
    reading(
      'cooling-pump-current',
      3.1 + 0.3 * own('pump') + 0.35 * early(TUBE) + 0.3 * late('cooling') + random.between(-0.04, 0.04),
      'A',
    ),
    reading('cooling-pump-frequency', 50 + random.between(-0.2, 0.2), 'Hz'),
    reading('detector-temperature', 30 + 3 * load + 14 * late('cooling') + random.between(-0.4, 0.4), 'Cel'),
    count('bad-detector-channels', 4 * own('bad channels') + 40 * early('detector')),
    reading('tube-scan-seconds', SCAN_SECONDS_PER_DAY * tubeDays, 's'),
  ]
}

/** What a flat panel reports. */
export const panel = ({ atMs, random, load, own, late, isDaily }: Moment): readonly Reading[] => [
  reading('detector-temperature', 30 + 4 * load + 16 * late('detector') + random.between(-0.5, 0.5), 'Cel'),
  ...(isDaily
    ? [reading('calibration-age', (atMs / DAY_MS + own('calibrated') * CALIBRATED_EVERY_DAYS) % CALIBRATED_EVERY_DAYS, 'd')]
    : []),
]

/** What an interventional room reports beside tube and panel. */
export const coolant = ({ random, load, isHourly }: Moment): readonly Reading[] => [
  reading('tube-coolant-temperature', 23 + 14 * load + random.between(-0.6, 0.6), 'Cel'),
  ...(isHourly ? [reading('dose-area-product-per-hour', 70 * load * random.unit(), 'Gy.cm2')] : []),
]

/** What a mammography unit reports beside tube and panel; nobody is compressed out of hours. */
export const compression = ({ atMs, random, load, isHourly }: Moment): readonly Reading[] =>
  isHourly ? [reading('compression-force', load > 0.1 ? Math.min(185, 90 + 10 * ((atMs % DAY_MS) / HOUR_MS) * random.unit()) : 0, 'N')] : []
