import type { WorkOrder, WorkOrderAction } from '@imaging/schemas'
import type { Option } from '../../lists/filters.ts'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { londonTime } from '../../words/london-time.ts'
import { isoDay } from '../../words/time-words.ts'
import { fieldTexts, type FieldFault } from './work-order-command.ts'

/** One question of a form, as the template's field macro takes it. */
export interface FormField {
  readonly kind: 'text' | 'textarea' | 'moment' | 'radios' | 'checkboxes' | 'select'
  readonly id: string
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly value?: string
  readonly timeValue?: string
  readonly items?: readonly { readonly value: string; readonly text: string; readonly checked: boolean; readonly selected: boolean }[]
  readonly error?: string
}

/** A form that does one act. */
export interface ActionForm {
  readonly action: WorkOrderAction
  readonly heading: string
  readonly button: string
  readonly href: string
  readonly fields: readonly FormField[]
  /** Shown open: it is the next step, or it was sent with a mistake. */
  readonly isOpen: boolean
}

/** A form that was sent and could not be taken: what it said and what is wrong. */
export interface TriedForm {
  readonly action: WorkOrderAction
  readonly fields: FormFields
  readonly faults: readonly FieldFault[]
}

export interface FormSources {
  readonly order: WorkOrder
  readonly capabilities: readonly Option[]
  readonly suppliers: readonly Option[]
  readonly tried: TriedForm | undefined
  readonly nowMs: number
}

type Draft = Omit<FormField, 'id' | 'items' | 'value' | 'timeValue' | 'error'> & {
  readonly options?: readonly Option[]
  readonly initial?: string
  readonly initialTime?: string
}

const text = (name: string, label: string, hint?: string): Draft => ({ kind: 'text', name, label, ...(hint === undefined ? {} : { hint }) })
const textarea = (name: string, label: string, hint?: string): Draft => ({ ...text(name, label, hint), kind: 'textarea' })
const moment = (name: string, label: string, initialMs?: number): Draft => ({
  kind: 'moment',
  name,
  label,
  ...(initialMs === undefined ? {} : { initial: isoDay(initialMs), initialTime: londonTime(initialMs) }),
})
const choice = (
  kind: 'radios' | 'checkboxes' | 'select',
  name: string,
  label: string,
  options: readonly Option[],
  initial?: string,
): Draft => ({
  kind,
  name,
  label,
  options,
  ...(initial === undefined ? {} : { initial }),
})

const HOUR_MS = 3_600_000

const promiseOptions = [
  { value: 'arrival', text: 'Arrival' },
  { value: 'part', text: 'Part' },
  { value: 'repair', text: 'Repair' },
]

interface FormWords {
  readonly heading: string
  readonly button: string
  readonly drafts: (sources: FormSources) => readonly Draft[]
}

const none = (): readonly Draft[] => []

const supplierForms = {
  accept: {
    heading: 'Accept this job',
    button: 'Accept job',
    drafts: ({ nowMs }) => [
      choice(
        'radios',
        'how',
        'How will you work on it?',
        [
          { value: 'visit', text: 'An engineer comes' },
          { value: 'remote', text: 'From a distance' },
        ],
        'visit',
      ),
      moment('arrive', 'When will the engineer arrive?', Math.ceil((nowMs + 2 * HOUR_MS) / HOUR_MS) * HOUR_MS),
    ],
  },
  decline: { heading: 'I cannot do this job', button: 'Decline job', drafts: () => [textarea('reason', 'Why can you not do it?')] },
  'change-promise': {
    heading: 'Change a promised time',
    button: 'Change time',
    drafts: () => [
      choice('radios', 'promise', 'Which time changes?', promiseOptions),
      moment('new', 'New time'),
      text('reason', 'Why does it change?', 'The site sees the old time struck through, with this reason.'),
    ],
  },
  'start-travel': { heading: 'On my way', button: 'I am on my way', drafts: none },
  arrive: { heading: 'On site', button: 'I am on site', drafts: none },
  diagnose: { heading: 'Say what you found', button: 'Save finding', drafts: () => [textarea('finding', 'What did you find?')] },
  'need-part': {
    heading: 'A part is needed',
    button: 'Save part',
    drafts: () => [text('part', 'Part, with its number'), moment('expected', 'When is it expected? (optional)')],
  },
  'part-arrived': { heading: 'The part has arrived', button: 'The part has arrived', drafts: () => [text('part', 'Part')] },
  pause: {
    heading: 'Pause the clock',
    button: 'Pause clock',
    drafts: () => [
      choice('radios', 'reason', 'Why?', [
        { value: 'no-access', text: 'No access to the scanner' },
        { value: 'awaiting-customer-checks', text: 'Waiting for the site’s checks' },
      ]),
      text('note', 'Details (optional)'),
    ],
  },
  resume: { heading: 'Start the clock again', button: 'Start clock again', drafts: none },
  'hand-back': {
    heading: 'Fixed: hand back for checks',
    button: 'Hand back for checks',
    drafts: ({ order }) => [
      choice(
        'checkboxes',
        'scope',
        'What was worked on?',
        order.scopesOffered.map(({ code, label }) => ({ value: code, text: label })),
      ),
      textarea('work', 'What was done, and which parts were used?'),
    ],
  },
} satisfies Partial<Record<WorkOrderAction, FormWords>>

const siteForms = {
  'give-access': { heading: 'Give the engineer access', button: 'Access given', drafts: none },
  release: {
    heading: 'Return to use',
    button: 'Return to use',
    drafts: ({ capabilities }) => [
      choice('radios', 'how', 'How may the scanner be used?', [
        { value: 'full', text: 'Without limits' },
        { value: 'limited', text: 'With limits' },
      ]),
      textarea('limits', 'Limits (only with limits)'),
      ...(capabilities.length > 0 ? [choice('checkboxes', 'canStill', 'What can it do? (only with limits)', capabilities)] : []),
    ],
  },
  reassign: {
    heading: 'Give it to another supplier',
    button: 'Change supplier',
    drafts: ({ suppliers }) => [choice('select', 'supplierId', 'Supplier', suppliers), textarea('reason', 'Why?')],
  },
  cancel: {
    heading: 'Cancel this work order',
    button: 'Cancel work order',
    drafts: () => [
      choice('radios', 'reason', 'Why?', [
        { value: 'false-alarm', text: 'False alarm: the scanner works' },
        { value: 'duplicate', text: 'Reported twice' },
      ]),
      text('note', 'Details (optional)'),
    ],
  },
} satisfies Partial<Record<WorkOrderAction, FormWords>>

const words: Readonly<Partial<Record<WorkOrderAction, FormWords>>> = { ...supplierForms, ...siteForms }

const idOf = (action: WorkOrderAction, name: string, kind: FormField['kind']): string =>
  kind === 'moment' ? `${action}-${name}Date` : `${action}-${name}`

const filled = (action: WorkOrderAction, { options, initial, initialTime, ...draft }: Draft, tried: TriedForm | undefined): FormField => {
  const wasTried = tried?.action === action
  const chosen = wasTried ? fieldTexts(tried.fields, draft.name) : [initial ?? '']
  const dateName = draft.kind === 'moment' ? `${draft.name}Date` : draft.name
  const error = wasTried ? tried.faults.find(({ field }) => field === dateName)?.text : undefined
  return {
    ...draft,
    id: idOf(action, draft.name, draft.kind),
    value: wasTried ? fieldText(tried.fields, dateName) : (initial ?? ''),
    timeValue: wasTried ? fieldText(tried.fields, `${draft.name}Time`) : (initialTime ?? ''),
    ...(options === undefined
      ? {}
      : {
          items: options.map((option) => ({ ...option, checked: chosen.includes(option.value), selected: chosen.includes(option.value) })),
        }),
    ...(error === undefined ? {} : { error }),
  }
}

/** The form of one act, filled with what was tried before where that could not be taken; undefined where the act has none. */
export const actionForm = (action: WorkOrderAction, sources: FormSources, isNext: boolean): ActionForm | undefined => {
  const form = words[action]
  if (form === undefined) return undefined
  return {
    action,
    heading: form.heading,
    button: form.button,
    href: `/work-orders/${sources.order.workOrderId}/${action}`,
    fields: form.drafts(sources).map((draft) => filled(action, draft, sources.tried)),
    isOpen: isNext || sources.tried?.action === action,
  }
}

/** The act that moves a work order on, for whoever may do it: the first of these that is allowed. */
const nextOrder: readonly WorkOrderAction[] = [
  'accept',
  'release',
  'part-arrived',
  'start-travel',
  'arrive',
  'hand-back',
  'give-access',
  'resume',
]

/** The one thing to do next, or undefined where others must act first. */
export const nextAction = (actions: readonly WorkOrderAction[]): WorkOrderAction | undefined =>
  nextOrder.find((action) => actions.includes(action))
