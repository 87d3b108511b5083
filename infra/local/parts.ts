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
  /** Work of its own in the database, each in a role with rights and policies of its own, besides `ingest` and `relay`. */
  readonly roles?: readonly string[]
  /** Calls other services: speaking for people and machines, or for itself alone. It gets a key of its own to sign with. */
  readonly speaksFor?: 'others' | 'itself'
  /** The variable in which it gets the file of a key to sign lasting things with; it is for nothing else. */
  readonly signingKeyIn?: string
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[]
  /** The variable in which it gets a secret that this run keeps over restarts. */
  readonly secretIn?: string
  /** The variable in which it gets a folder of its own. */
  readonly folderIn?: string
  /** Signs people in at the issuer: it is told how the issuer knows it. */
  readonly signsIn?: boolean
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
  service('access', ['database', 'kafka'], { roles: ['gateway'] }),
  service('record', ['database', 'kafka'], {
    roles: ['audit'],
    folderIn: 'RECORD_EXPORT_DIR',
    signingKeyIn: 'RECORD_SIGNING_KEY_FILE',
  }),
  service('assets', ['database', 'kafka']),
  service('telemetry', ['database', 'kafka'], { roles: ['rollup'], nodeOptions: FOR_MANY_SHORT_LIVED_OBJECTS }),
  service('availability', ['database', 'kafka']),
  service('maintenance', ['database', 'kafka', 'temporal'], { roles: ['dispatch'] }),
  { name: 'worker', entry: 'workflows/worker/main.ts', needs: ['temporal'], folderIn: 'BUNDLE_DIR', speaksFor: 'itself' },
  // Signs in whoever says they are one of the invented people; where people are real the issuer is somebody else's.
  { name: 'issuer', entry: 'infra/issuer/main.ts', needs: [], port: 3001, secretIn: 'ISSUER_SECRET', folderIn: 'ISSUER_DIR' },
  service('web', [], { port: 3000, secretIn: 'WEB_SECRET', speaksFor: 'others', signsIn: true }),
  // Plays people and suppliers of the example; it is not deployed where scanners are real.
  service('simulator', ['database', 'kafka'], { speaksFor: 'others' }),
]

/** The roles a service takes in the database for named work; none where it is not a part. */
export const rolesOf = (service: string): readonly string[] => PARTS.find(({ name }) => name === service)?.roles ?? []
