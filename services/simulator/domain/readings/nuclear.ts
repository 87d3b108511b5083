import { count, reading, type Moment, type Reading } from './moment.ts'

const crystal = ({ random }: Moment): Reading => reading('crystal-temperature', 21.5 + random.between(-0.08, 0.08), 'Cel')

/** A gamma camera: its crystal all day, its quality once. */
export const gammaCamera = (moment: Moment): readonly Reading[] => {
  const { random, early, isDaily } = moment
  return [
    crystal(moment),
    ...(isDaily
      ? [
          reading('uniformity', 2.6 + 3.5 * early('detector') + random.between(-0.2, 0.2), '%'),
          reading('energy-peak-shift', 0.6 + 1.5 * early('detector') + random.between(-0.2, 0.2), '%'),
        ]
      : []),
  ]
}

/** The detector ring of a PET-CT. */
export const petRing = (moment: Moment): readonly Reading[] => {
  const { random, own, early, isDaily } = moment
  return [
    crystal(moment),
    ...(isDaily
      ? [count('bad-blocks', 3 * early('detector')), reading('coincidence-timing', 360 + 40 * own('timing') + random.between(-2, 2), 'ps')]
      : []),
  ]
}
