const DAY_MS = 86_400_000

/** The two years that are filled in before the example goes live; London midnights, both in winter time. */
export const BACK_FILL_FROM_MS = Date.UTC(2024, 10, 1)
export const BACK_FILL_TO_MS = Date.UTC(2026, 10, 1)

/** April to October of the first back-filled year, in London summer time until the clocks go back on 26 October. */
export const STATED_PERIOD_FROM_MS = Date.UTC(2025, 2, 31, 23)
export const STATED_PERIOD_TO_MS = Date.UTC(2025, 10, 1)

/**
 * Hours lost from April to October as Imperial states them. Neither the definition nor the period's hours are given
 * there; the example counts operating hours in `DOWN_UNPLANNED` and in the checks that follow it.
 *
 * @source Imperial College Healthcare, response to Change NHS, section 2.2
 */
export const STATED_HOURS_LOST = { ct: 359, mri: 1836 } as const

/** The age over which the trusts count a scanner as past its normal life. */
export const NORMAL_LIFE_YEARS = 8
export const YEAR_MS = 365.25 * DAY_MS
