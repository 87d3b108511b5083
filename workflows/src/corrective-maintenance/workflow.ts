import {
  allHandlersFinished,
  condition,
  continueAsNew,
  log,
  proxyActivities,
  setHandler,
  setWorkflowOptions,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { CorrectiveMaintenanceActivities } from './activities.ts'
import type { Deadline } from './deadline.ts'
import { courseQuery, stepSignal, SUPPLIER_ATTRIBUTE, type CorrectiveMaintenance, type Course } from './messages.ts'

const { deadlinesOf, remind, escalate } = proxyActivities<CorrectiveMaintenanceActivities>({
  startToCloseTimeout: '30 seconds',
  // No limit on attempts: while the service is away its clocks go on, and what fell due is done when it is back.
  retry: { initialInterval: '1 second', maximumInterval: '1 minute', nonRetryableErrorTypes: ['WorkOrderUnknown'] },
})

/** Plans are made anew at least this often: hours of cover are local time, and its rules change. */
const PLAN_VALID_MS = 24 * 3_600_000

/** What should come any moment is waited for so long: the last step, or the service's clock when it is a little behind. */
const PATIENCE_MS = 5_000

/** Three times what a long repair with many promises writes; Temporal itself asks at four times as many. */
const HISTORY_EVENTS_MAX = 1_000

const ENDS = new Set(['released', 'cancelled'])

/** What a next run is handed by the one before it. */
type Carried = Pick<Course, 'lastStep' | 'lastSequence' | 'reminders' | 'escalations' | 'isOver'>

const BEGINNING: Carried = { lastStep: 'none', lastSequence: 0, reminders: 0, escalations: 0, isOver: false }

// A mended scanner is a matter of days: every run ends on the version it began with.
setWorkflowOptions({ versioningBehavior: 'PINNED' }, correctiveMaintenance)

/**
 * Watches over one failure from the call to the return to use.
 *
 * It owns time alone: which clock runs out when, who is reminded, what is told one level higher. Each step people take comes
 * as a fact and changes what is due: a decline stops nothing and starts the wait for a choice, a pause stops the clocks, a
 * hand-back starts the clock of the checks, a failed check starts the repair again. It ends with the release or the cancellation.
 */
export async function correctiveMaintenance(input: CorrectiveMaintenance, carried: Carried = BEGINNING): Promise<Course> {
  const { workOrderId } = input
  let course = carried
  let next: Deadline | undefined

  const view = (): Course => ({ workOrderId, ...course, ...(next !== undefined && !course.isOver && { nextDeadlineAt: next.at }) })
  setHandler(courseQuery, view)
  setHandler(stepSignal, ({ sequence, step, supplierId }) => {
    if (sequence <= course.lastSequence) return
    if (supplierId !== undefined) showSupplier(supplierId)
    course = { ...course, lastSequence: sequence, lastStep: step, isOver: course.isOver || ENDS.has(step) }
  })

  while (!course.isOver) {
    if (isLong()) await startOver(input, () => course)
    const seen = course.lastSequence
    const plan = await deadlinesOf({ workOrderId })
    // The service knows first; the last step is on its way.
    if (plan.isOver) await condition(() => course.isOver, PATIENCE_MS)
    course = { ...course, isOver: course.isOver || plan.isOver }
    if (course.isOver) break

    next = plan.deadlines[0]
    const dueInMs = next === undefined ? PLAN_VALID_MS : Math.min(Date.parse(next.at) - Date.now(), PLAN_VALID_MS)
    const overtaken = dueInMs > 0 && (await condition(() => course.lastSequence > seen, dueInMs))
    if (overtaken || next === undefined || Date.parse(next.at) > Date.now()) continue

    const { recorded } = next.kind === 'reminder' ? await remind({ workOrderId, ...next }) : await escalate({ workOrderId, ...next })
    if (recorded) course = counted(course, next)
    else await condition(() => course.lastSequence > seen, PATIENCE_MS)
  }
  await condition(allHandlersFinished)
  log.info('corrective maintenance over', { workOrderId, lastStep: course.lastStep })
  return view()
}

/**
 * Lets an operator find the process by who has the work now.
 *
 * Histories from before steps named the supplier never come here, so that they replay without a patch.
 */
function showSupplier(supplierId: string): void {
  if (workflowInfo().typedSearchAttributes.get(SUPPLIER_ATTRIBUTE) === supplierId) return
  upsertSearchAttributes([{ key: SUPPLIER_ATTRIBUTE, value: supplierId }])
}

const counted = (course: Carried, { kind }: Deadline): Carried =>
  kind === 'reminder' ? { ...course, reminders: course.reminders + 1 } : { ...course, escalations: course.escalations + 1 }

const isLong = (): boolean => workflowInfo().historyLength > HISTORY_EVENTS_MAX || workflowInfo().continueAsNewSuggested

/** A long history is left behind; what signals brought until then is carried over. */
async function startOver(input: CorrectiveMaintenance, carried: () => Carried): Promise<never> {
  await condition(allHandlersFinished)
  return continueAsNew<typeof correctiveMaintenance>(input, carried())
}
