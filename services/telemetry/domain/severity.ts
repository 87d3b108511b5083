/** How much a condition matters: `watch` is for the next huddle, `warning` for today, `alarm` for now. */
export type Severity = 'watch' | 'warning' | 'alarm'

const order: readonly Severity[] = ['watch', 'warning', 'alarm']

/** Whether `left` matters more than `right`; anything matters more than nothing. */
export const isGraver = (left: Severity | undefined, right: Severity | undefined): boolean => rank(left) > rank(right)

const rank = (severity: Severity | undefined): number => (severity === undefined ? -1 : order.indexOf(severity))
