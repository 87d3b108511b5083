/** What a service needs; it gets the addresses of nothing else. */
export type Need = 'database' | 'kafka' | 'temporal'

/** A service or worker that runs as a program of its own. */
export interface Part {
  readonly name: string
  /** Its main file, from the root of the repository. */
  readonly entry: string
  readonly needs: readonly Need[]
  /** The port it would like; any free one when left out. */
  readonly port?: number
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[]
  /** The variable in which it gets a secret that this run keeps over restarts. */
  readonly secretIn?: string
  /** The variable in which it gets a folder of its own, for what it can make again. */
  readonly folderIn?: string
  /** The variable in which it learns where browsers reach it. */
  readonly originIn?: string
}

const service = (name: string, needs: readonly Need[], more: Partial<Part> = {}): Part => ({
  name,
  entry: `services/${name}/src/main.ts`,
  needs,
  ...more,
})

/**
 * For a service that makes thousands of objects a second and keeps hardly any. Left to itself V8 begins with room for 1 MB of new ones,
 * so that a batch outlives them all and is copied again and again, and then takes 440 MB for 50 MB in use.
 */
const FOR_MANY_SHORT_LIVED_OBJECTS = ['--min-semi-space-size=8', '--max-semi-space-size=8', '--heap-growing-percent=100']

/** Everything that runs, in the order it is started. Each stops before those above it. */
export const PARTS: readonly Part[] = [
  service('assets', ['database', 'kafka']),
  service('telemetry', ['database', 'kafka'], { nodeOptions: FOR_MANY_SHORT_LIVED_OBJECTS }),
  service('availability', ['database', 'kafka']),
  service('maintenance', ['database', 'kafka', 'temporal']),
  { name: 'worker', entry: 'workflows/worker/main.ts', needs: ['temporal'], folderIn: 'BUNDLE_DIR' },
  service('web', [], { port: 3000, secretIn: 'WEB_SECRET', originIn: 'WEB_ORIGIN' }),
  service('simulator', ['database', 'kafka']),
]
