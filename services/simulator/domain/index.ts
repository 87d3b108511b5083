export {
  BACK_FILL_FROM_MS,
  BACK_FILL_TO_MS,
  NORMAL_LIFE_YEARS,
  STATED_HOURS_LOST,
  STATED_PERIOD_FROM_MS,
  STATED_PERIOD_TO_MS,
} from './example-period.ts'
export { castMember, type CastMember, type CastRole } from './cast.ts'
export { repairFactor, type History } from './calibration.ts'
export {
  DELIVERIES,
  deliveryOrder,
  disorderOf,
  NO_DISORDER,
  NOISES,
  type Delivered,
  type Delivery,
  type DisorderShares,
  type Noise,
} from './disorder.ts'
export { failure, type Episode } from './episodes.ts'
export { countsExams, examCount, without } from './exams.ts'
export type { ClassId } from './fleet-plan.ts'
export { exampleFleet, type FleetAsset } from './fleet.ts'
export { drawnHistory, exampleHistory, toldFromMs } from './history.ts'
export { exampleCoverHours, exampleHours, exampleOpenHours } from './hours.ts'
export { liveEpisodes, type LiveEpisode, type LivePace } from './live-episodes.ts'
export { supplierNames } from './models.ts'
export { nextAct, type Act, type PlayedOrder, type Plays, type RepairPlan } from './next-act.ts'
export type { Reading, Situation, Trouble } from './readings/moment.ts'
export { readingsAt } from './readings/readings-at.ts'
export { accessCheck, repairScope, scopeChecks } from './repair-scope.ts'
export { randomFor, type Random } from './seeded-random.ts'
export { isSilent, smallFleet } from './small-fleet.ts'
export { faultNote, partFor, storyline, type Storyline, type ToldState, type ToldStep } from './storyline.ts'
export { troubleAt, WARNING_MS } from './trouble.ts'
