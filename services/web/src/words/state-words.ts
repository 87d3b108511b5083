import type { AssetState, Cause, DataHealth } from '@imaging/schemas'

/** The colours of the NHS tag, as its stylesheet names them. */
export type TagColour = 'green' | 'yellow' | 'blue' | 'red' | 'grey' | 'white' | 'orange' | 'purple' | 'aqua-green'

/** How one state of a scanner is said and drawn; height and pattern carry the meaning without colour. */
export interface StateWords {
  readonly word: string
  readonly tag: TagColour
  /** The suffix of the class that fills it in charts. */
  readonly fill: 'up' | 'limited' | 'planned' | 'down' | 'building' | 'checks' | 'unknown' | 'retired'
  /** The share of the strip's height its bar takes. */
  readonly height: number
}

/** The one dictionary of states on screen. */
export const stateWords: Readonly<Record<AssetState, StateWords>> = {
  UP: { word: 'Working', tag: 'green', fill: 'up', height: 0.2 },
  DEGRADED: { word: 'Limited', tag: 'yellow', fill: 'limited', height: 0.5 },
  DOWN_UNPLANNED: { word: 'Down', tag: 'red', fill: 'down', height: 1 },
  DOWN_PLANNED: { word: 'Planned work', tag: 'blue', fill: 'planned', height: 0.6 },
  DOWN_EXTERNAL: { word: 'Down (building)', tag: 'orange', fill: 'building', height: 0.9 },
  IN_QA: { word: 'Checks before use', tag: 'purple', fill: 'checks', height: 0.75 },
  RETIRED: { word: 'Retired', tag: 'grey', fill: 'retired', height: 0.1 },
  UNKNOWN: { word: 'Not known', tag: 'white', fill: 'unknown', height: 0.35 },
}

/** Whether a scanner in this state can do all its work now. */
export const isFullyWorking = (state: AssetState): boolean => state === 'UP' || state === 'RETIRED'

/** How the signal we rely on is said. */
export const healthWords: Readonly<Record<DataHealth, string>> = {
  LIVE: 'Signal received',
  SILENT: 'Signal expected, not received',
  NOT_CONNECTED: 'No signal fitted',
}

/** Why time was lost, in words for the report. */
export const causeWords: Readonly<Record<Cause, string>> = {
  cryogenics: 'Helium and cold head',
  'rf-or-coil': 'Radio frequency or coil',
  gradient: 'Gradient',
  'tube-or-high-voltage': 'Tube or high voltage',
  detector: 'Detector',
  'gantry-or-rotation': 'Gantry or rotation',
  cooling: 'Cooling',
  'computer-or-software': 'Computer or software',
  table: 'Patient table',
  probe: 'Probe',
  power: 'Power',
  'chilled-water': 'Chilled water',
  building: 'Building',
  network: 'Network',
  'user-caused': 'Caused by use',
  'planned-service': 'Planned service',
  upgrade: 'Upgrade',
  'quality-assurance': 'Quality checks',
  other: 'Something else',
}
