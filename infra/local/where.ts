import { join } from 'node:path'

/** What a run keeps: databases, logs, secrets. `npm run reset` deletes it. */
export const STATE_DIR = join(import.meta.dirname, '../../.data')

/** Downloaded programs, which outlive a reset. */
export const TOOLS_DIR = process.env['IMAGING_TOOLS_DIR'] ?? join(STATE_DIR, 'tools')

/** Where a run writes its addresses for the operator's commands. */
export const addressesFile = (stateDir: string): string => join(stateDir, 'addresses.json')
