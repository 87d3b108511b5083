import type { ClassId } from '../fleet-plan.ts'
import type { FleetAsset } from '../fleet.ts'
import { computer, room } from './every-scanner.ts'
import { momentOf, type Moment, type Reading, type Situation } from './moment.ts'
import { magnet } from './mri.ts'
import { gammaCamera, petRing } from './nuclear.ts'
import { compression, coolant, gantry, panel, tube } from './x-ray.ts'

type Sensors = (moment: Moment) => readonly Reading[]

/** What the machines of each class report. Those that are never connected report nothing. */
const SENSORS: Readonly<Record<ClassId, readonly Sensors[]>> = {
  mri: [magnet, room, computer],
  ct: [tube, gantry, room, computer],
  'pet-ct': [petRing, tube, gantry, room, computer],
  'nuclear-medicine': [gammaCamera, room, computer],
  interventional: [tube, panel, coolant, room, computer],
  mammography: [tube, panel, compression, room, computer],
  'x-ray': [tube, panel, room, computer],
  'mobile-x-ray': [],
  ultrasound: [],
}

/** What an asset's sensors say at an instant; nothing without power, or where no feed is fitted. */
export function readingsAt(seed: number, asset: FleetAsset, atMs: number, situation: Situation): readonly Reading[] {
  if (!asset.connected || situation.outage?.cause === 'power') return []
  const moment = momentOf(seed, asset, atMs, situation)
  return SENSORS[asset.classId].flatMap((sensors) => sensors(moment))
}
