import type { Static, TObject } from 'typebox'
import { Type } from 'typebox'
import type { DisorderShares, Plays } from '../domain/index.ts'

const share = (usual: number) => Type.Number({ minimum: 0, maximum: 1, default: usual })

/** What the simulator is told besides what every service is. */
export const config = {
  ASSETS_URL: Type.String({ minLength: 1, description: 'Where the register answers' }),
  AVAILABILITY_URL: Type.String({ minLength: 1, description: 'Where the board answers' }),
  MAINTENANCE_URL: Type.String({ minLength: 1, description: 'Where work orders answer' }),
  IDENTITY_PRIVATE_KEY_FILE: Type.String({ minLength: 1, description: 'The key with which it speaks for people of the example' }),
  IMAGING_SIMULATOR_SEED: Type.Integer({ minimum: 0, maximum: 2_147_483_647, default: 1 }),
  IMAGING_SIMULATOR_FLEET: Type.Enum(['full', 'small'], { default: 'full' }),
  IMAGING_SIMULATOR_SPEED: Type.Optional(
    Type.Number({ minimum: 0, maximum: 3_600, description: 'Times faster than life; 0 is quiet. 60 unless told, 0 with the small fleet' }),
  ),
  IMAGING_SIMULATOR_PLAYS: Type.Enum(['supplier,customer', 'supplier', 'customer', 'none'], { default: 'supplier,customer' }),
  IMAGING_SIMULATOR_READINGS_EVERY_S: Type.Integer({ minimum: 60, maximum: 600, default: 60 }),
  IMAGING_SIMULATOR_LATE: share(0.002),
  IMAGING_SIMULATOR_DUPLICATE: share(0.004),
  IMAGING_SIMULATOR_REORDERED: share(0.004),
  IMAGING_SIMULATOR_SKEWED: share(0.0005),
  IMAGING_SIMULATOR_MALFORMED: share(0.0002),
  IMAGING_SIMULATOR_SCHEMA_FAULT: share(0.0002),
  IMAGING_SIMULATOR_UNKNOWN_ASSET: share(0.0001),
  IMAGING_SIMULATOR_IMPOSSIBLE_UNIT: share(0.0002),
  IMAGING_SIMULATOR_WRONG_SOURCE: share(0.0002),
}
export type Config = Static<TObject<typeof config>>

/** A whole fleet lives 60 times as fast as life; the small one of tests is quiet, so that nothing happens that a test did not do. */
const USUAL_SPEED = { full: 60, small: 0 } as const

/** How many times faster than life things happen. */
export const speedOf = ({ IMAGING_SIMULATOR_SPEED, IMAGING_SIMULATOR_FLEET }: Config): number =>
  IMAGING_SIMULATOR_SPEED ?? USUAL_SPEED[IMAGING_SIMULATOR_FLEET]

/** Which parts are played. */
export const playsOf = ({ IMAGING_SIMULATOR_PLAYS: plays }: Config): Plays => ({
  supplier: plays.includes('supplier'),
  customer: plays.includes('customer'),
})

/** The share of records that each disorder befalls. */
export const sharesOf = (told: Config): DisorderShares => ({
  late: told.IMAGING_SIMULATOR_LATE,
  duplicate: told.IMAGING_SIMULATOR_DUPLICATE,
  reordered: told.IMAGING_SIMULATOR_REORDERED,
  skewed: told.IMAGING_SIMULATOR_SKEWED,
  malformed: told.IMAGING_SIMULATOR_MALFORMED,
  schemaFault: told.IMAGING_SIMULATOR_SCHEMA_FAULT,
  unknownAsset: told.IMAGING_SIMULATOR_UNKNOWN_ASSET,
  impossibleUnit: told.IMAGING_SIMULATOR_IMPOSSIBLE_UNIT,
  wrongSource: told.IMAGING_SIMULATOR_WRONG_SOURCE,
})

/**
 * Keeps invented events away from real hospitals.
 *
 * @throws {Error} Unless the environment says that this is an example run.
 */
export function requireExampleRun(env: Readonly<Record<string, string | undefined>>): void {
  if (env['EXAMPLE_RUN'] === '1') return
  throw new Error('The simulator invents events and runs only where everything is an example. Set EXAMPLE_RUN=1 if that is so here.')
}
