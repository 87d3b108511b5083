import { isSupplierRole, type Role, type WorkOrder } from '@imaging/schemas'
import { clockView, type ClockView } from '../../components/clock-view.ts'
import { tag } from '../../components/tag.ts'
import type { SafeHtml } from '../../html/safe-html.ts'
import { fieldText } from '../../shell/form-guard.ts'
import { capitalised, listWords } from '../../words/number-words.ts'
import { personWords, roleWords } from '../../words/role-words.ts'
import { instantWords, momentWords } from '../../words/time-words.ts'
import { priorityWords } from '../../words/work-order-words.ts'
import { promiseViews, type PromiseView } from '../status/outage-view.ts'
import { actionForm, nextAction, type ActionForm, type FormSources } from './action-forms.ts'
import { isOpen, statusTag } from './work-orders-view.ts'

/** One check on the way back to use. */
export interface CheckView {
  readonly check: string
  readonly label: string
  readonly by: string
  readonly status: SafeHtml
  readonly recorded: string | undefined
  readonly note: string | undefined
  /** Whether the one who looks may record it now. */
  readonly mayRecord: boolean
  readonly mayBeNotNeeded: boolean
  /** Recorded already: the form to record it again stays folded. */
  readonly isSettled: boolean
  /** A note that could not be taken, with the reason. */
  readonly tried: { readonly note: string; readonly error: string | undefined } | undefined
}

/** A work order as one person sees it: how it stands, the one thing to do next, and what happened. */
export interface WorkOrderView {
  readonly id: string
  readonly scanner: { readonly name: string; readonly siteName: string; readonly href: string | undefined }
  readonly summary: string
  readonly status: SafeHtml
  readonly priority: string
  readonly nextStep: string
  readonly supplierName: string
  readonly clocks: readonly ClockView[]
  readonly promises: readonly PromiseView[]
  readonly next: ActionForm | undefined
  readonly others: readonly ActionForm[]
  readonly waiting: string | undefined
  readonly done: string | undefined
  readonly errors: readonly { readonly href: string; readonly text: string }[]
  readonly handedBack: { readonly scopes: string; readonly work: string } | undefined
  readonly checks: readonly CheckView[]
  readonly checkHref: string
  readonly blockedBy: readonly string[]
  readonly isSupplier: boolean
  readonly steps: readonly { readonly title: string; readonly time: string; readonly by: string }[]
}

export interface WorkOrderSources extends FormSources {
  readonly role: Role
  /** The act just done, from the address the browser was sent back to. */
  readonly done: string | undefined
}

const results = { pass: tag('Passed', 'green'), fail: tag('Failed', 'red'), 'not-needed': tag('Not needed', 'grey') } as const

const checkView = (
  { check, label, by, required, result, note, recordedAt, recordedBy }: WorkOrder['checks'][number],
  { role, tried }: WorkOrderSources,
  mayRecord: boolean,
): CheckView => ({
  check,
  label,
  by: roleWords(by),
  status: result === undefined ? tag(required ? 'To do' : 'If needed', 'white') : results[result],
  recorded: recordedAt === undefined ? undefined : `${recordedBy ?? roleWords(by)} at ${instantWords(Date.parse(recordedAt))}`,
  note,
  mayRecord: mayRecord && by === role,
  mayBeNotNeeded: !required,
  isSettled: result === 'pass' || result === 'not-needed',
  tried:
    tried?.action === 'record-check' && fieldText(tried.fields, 'check') === check
      ? { note: fieldText(tried.fields, 'note'), error: tried.faults[0]?.text }
      : undefined,
})

const doneWords: Readonly<Record<string, string>> = {
  accept: 'You have accepted this job. The site sees when you arrive.',
  decline: 'You have declined this job. The site has been told.',
  'change-promise': 'The new time is on the live board.',
  'start-travel': 'The site sees that you are on your way.',
  arrive: 'The site sees that you are on site.',
  diagnose: 'Your finding has been saved.',
  'need-part': 'The site sees that a part is needed.',
  'part-arrived': 'The part is recorded as arrived.',
  pause: 'The clock is paused.',
  resume: 'The clock runs again.',
  'hand-back': 'You have handed the scanner back. The site does its checks now.',
  'give-access': 'Access is recorded as given.',
  'record-check': 'The check has been recorded.',
  release: 'The scanner is back in use.',
  reassign: 'The supplier has been changed.',
  cancel: 'The work order has been cancelled.',
}

/** Why there is nothing to do for the one who looks, where that is so. */
const waitingWords = ({ order, role }: WorkOrderSources, hasNext: boolean, mayCheck: boolean): string | undefined => {
  if (hasNext || mayCheck || !isOpen(order)) return undefined
  if (order.status === 'AWAITING_CHECKS' && isSupplierRole(role))
    return 'The site checks the scanner and decides on its use. There is nothing for you to do.'
  return `${order.nextStep} There is nothing for you to do now.`
}

const forms = (sources: WorkOrderSources): { readonly next: ActionForm | undefined; readonly others: readonly ActionForm[] } => {
  const { order, role } = sources
  const actions = isSupplierRole(role) ? order.actions.filter((action) => action !== 'release' && action !== 'record-check') : order.actions
  const next = nextAction(actions)
  return {
    next: next === undefined ? undefined : actionForm(next, sources, true),
    // What takes one press stands before what must be filled in.
    others: actions
      .filter((action) => action !== next)
      .flatMap((action) => actionForm(action, sources, false) ?? [])
      .toSorted((a, b) => Number(a.fields.length > 0) - Number(b.fields.length > 0)),
  }
}

/** Every check has a note of its own, so a fault in one leads to that check. */
const faultHref = (tried: WorkOrderSources['tried'], field: string): string =>
  tried?.action === 'record-check' ? `#note-${fieldText(tried.fields, 'check')}` : `#${tried?.action ?? ''}-${field}`

/** A work order for one person. A supplier is never shown the checks' forms or the release, whatever the answer allows. */
export const workOrderView = (sources: WorkOrderSources): WorkOrderView => {
  const { order, role, tried, done, nowMs } = sources
  const isSupplier = isSupplierRole(role)
  const mayRecord = !isSupplier && order.actions.includes('record-check')
  const checks = order.checks.map((check) => checkView(check, sources, mayRecord))
  const { next, others } = forms(sources)
  return {
    id: order.workOrderId,
    scanner: { name: order.assetName, siteName: order.siteName, href: isSupplier ? undefined : `/scanners/${order.assetId}` },
    summary: order.summary,
    status: statusTag(order.status),
    priority: priorityWords[order.priority],
    nextStep: order.nextStep,
    supplierName: order.supplierName,
    clocks: order.clocks.map((clock) => clockView(clock, nowMs)),
    promises: isOpen(order) ? promiseViews(order.promises, nowMs) : [],
    next,
    others,
    waiting: waitingWords(
      sources,
      next !== undefined,
      checks.some((check) => check.mayRecord),
    ),
    done: done === undefined ? undefined : doneWords[done],
    errors: (tried?.faults ?? []).map(({ field, text }) => ({ href: faultHref(tried, field), text })),
    handedBack:
      order.workDone === undefined
        ? undefined
        : {
            scopes: listWords(order.scopes.map((code) => order.scopesOffered.find((scope) => scope.code === code)?.label ?? code)),
            work: order.workDone,
          },
    checks,
    checkHref: `/work-orders/${order.workOrderId}/record-check`,
    blockedBy: isSupplier ? [] : order.releaseBlockedBy,
    isSupplier,
    steps: order.steps
      .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
      .map(({ at, by, text }) => ({
        title: capitalised(text),
        time: momentWords(Date.parse(at), nowMs),
        by: personWords(by.name, by.role),
      })),
  }
}
