/** What was reported about the failure. */
export interface Reported {
  readonly state: 'DOWN_UNPLANNED' | 'DEGRADED'
  readonly cause?: string
  readonly fault?: string
  readonly note?: string
}

/** The longest text a record may carry. */
const SUMMARY_LENGTH_MAX = 2_000

/** The failure in one line for the supplier: `Down: cryogenics, helium-low. Cold head stopped.` */
export function summary({ state, cause, fault, note }: Reported): string {
  const what = [cause, fault].filter((word) => word !== undefined).map((word) => word.replaceAll('-', ' '))
  const head = `${state === 'DOWN_UNPLANNED' ? 'Down' : 'Limited'}${what.length === 0 ? '' : `: ${what.join(', ')}`}.`
  return (note === undefined ? head : `${head} ${note}`).slice(0, SUMMARY_LENGTH_MAX)
}
