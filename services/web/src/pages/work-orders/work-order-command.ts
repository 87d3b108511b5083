import { holdsPatientNumber, type WorkOrderAction, type WorkOrderCommand } from '@imaging/schemas'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { londonInstant } from '../../words/london-time.ts'

/** A field of a form with what is wrong in it. */
export interface FieldFault {
  readonly field: string
  readonly text: string
}

/** What a form came to: an act to send, or what must be mended first. */
export type ReadCommand = { readonly command: WorkOrderCommand } | { readonly faults: readonly FieldFault[] }

const TEXT_LENGTH_MAX = 2_000
const PART_LENGTH_MAX = 120

const fault = (field: string, text: string): ReadCommand => ({ faults: [{ field, text }] })

/** The texts of a repeated field: ticked boxes come as one text or as a list. */
export const fieldTexts = (fields: FormFields, name: string): readonly string[] => {
  const value = fields[name]
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string' && each !== '')
}

const momentOf = (fields: FormFields, name: string): { readonly isEmpty: boolean; readonly iso: string | undefined } => {
  const [date, time] = [fieldText(fields, `${name}Date`), fieldText(fields, `${name}Time`)]
  const atMs = londonInstant(date, time)
  return { isEmpty: date === '' && time === '', iso: atMs === undefined ? undefined : new Date(atMs).toISOString() }
}

const REAL_MOMENT = 'Enter a real date and time, such as 20 November 2026 at 3:40pm'

const textFault = (text: string, field: string, missing: string, lengthMax = TEXT_LENGTH_MAX): ReadCommand | undefined => {
  if (text === '') return fault(field, missing)
  return text.length > lengthMax ? fault(field, `Use ${lengthMax.toLocaleString('en-GB')} characters or fewer`) : undefined
}

const withText = (
  fields: FormFields,
  field: string,
  missing: string,
  command: (text: string) => WorkOrderCommand,
  lengthMax?: number,
): ReadCommand => {
  const text = fieldText(fields, field)
  return textFault(text, field, missing, lengthMax) ?? { command: command(text) }
}

const note = (fields: FormFields): { readonly note?: string } => {
  const text = fieldText(fields, 'note').slice(0, TEXT_LENGTH_MAX)
  return text === '' ? {} : { note: text }
}

const oneOf = <const Value extends string>(text: string, values: readonly Value[]): Value | undefined =>
  values.find((value) => value === text)

const readAccept = (fields: FormFields): ReadCommand => {
  if (fieldText(fields, 'how') === 'remote') return { command: { action: 'accept', remote: true } }
  const { isEmpty, iso } = momentOf(fields, 'arrive')
  if (isEmpty) return fault('arriveDate', 'Enter when the engineer will arrive')
  return iso === undefined ? fault('arriveDate', REAL_MOMENT) : { command: { action: 'accept', arriveAt: iso } }
}

const readPromise = (fields: FormFields): ReadCommand => {
  const promise = oneOf(fieldText(fields, 'promise'), ['arrival', 'part', 'repair'])
  const { iso } = momentOf(fields, 'new')
  const faults = [
    ...(promise === undefined ? [{ field: 'promise', text: 'Select which time changes' }] : []),
    ...(iso === undefined ? [{ field: 'newDate', text: REAL_MOMENT }] : []),
    ...(fieldText(fields, 'reason') === '' ? [{ field: 'reason', text: 'Say why the time changes' }] : []),
  ]
  if (promise === undefined || iso === undefined || faults.length > 0) return { faults }
  return { command: { action: 'change-promise', promise, at: iso, reason: fieldText(fields, 'reason').slice(0, TEXT_LENGTH_MAX) } }
}

const readNeedPart = (fields: FormFields): ReadCommand => {
  const { isEmpty, iso } = momentOf(fields, 'expected')
  if (!isEmpty && iso === undefined) return fault('expectedDate', REAL_MOMENT)
  return withText(
    fields,
    'part',
    'Enter the part',
    (part) => ({ action: 'need-part', part, ...(iso === undefined ? {} : { expectedAt: iso }) }),
    PART_LENGTH_MAX,
  )
}

const readHandBack = (fields: FormFields): ReadCommand => {
  const scope = [...fieldTexts(fields, 'scope')]
  if (scope.length === 0) return fault('scope', 'Select what was worked on. It decides which checks are needed')
  return withText(fields, 'work', 'Say what was done', (work) => ({ action: 'hand-back', scope, work }))
}

const readPause = (fields: FormFields): ReadCommand => {
  const reason = oneOf(fieldText(fields, 'reason'), ['no-access', 'awaiting-customer-checks'])
  return reason === undefined
    ? fault('reason', 'Select why the clock is paused')
    : { command: { action: 'pause', reason, ...note(fields) } }
}

const readCheck = (fields: FormFields): ReadCommand => {
  const result = oneOf(fieldText(fields, 'result'), ['pass', 'fail', 'not-needed'])
  const check = fieldText(fields, 'check')
  if (result === undefined || check === '') return fault('result', 'Select pass, fail or not needed')
  return { command: { action: 'record-check', check, result, ...note(fields) } }
}

const readRelease = (fields: FormFields): ReadCommand => {
  const how = oneOf(fieldText(fields, 'how'), ['full', 'limited'])
  if (how === undefined) return fault('how', 'Select how the scanner may be used')
  if (how === 'full') return { command: { action: 'release' } }
  const canStill = [...fieldTexts(fields, 'canStill')]
  return withText(fields, 'limits', 'Say what the limits are', (limits) => ({
    action: 'release',
    limits,
    ...(canStill.length === 0 ? {} : { canStill }),
  }))
}

const readReassign = (fields: FormFields): ReadCommand => {
  const supplierId = fieldText(fields, 'supplierId')
  if (supplierId === '') return fault('supplierId', 'Select the supplier')
  return withText(fields, 'reason', 'Say why the supplier changes', (reason) => ({ action: 'reassign', supplierId, reason }))
}

const readCancel = (fields: FormFields): ReadCommand => {
  const reason = oneOf(fieldText(fields, 'reason'), ['false-alarm', 'duplicate'])
  return reason === undefined ? fault('reason', 'Select why it is cancelled') : { command: { action: 'cancel', reason, ...note(fields) } }
}

const readers: Readonly<Record<WorkOrderAction, (fields: FormFields) => ReadCommand>> = {
  accept: readAccept,
  decline: (fields) => withText(fields, 'reason', 'Say why you cannot do this job', (reason) => ({ action: 'decline', reason })),
  'change-promise': readPromise,
  'start-travel': () => ({ command: { action: 'start-travel' } }),
  arrive: () => ({ command: { action: 'arrive' } }),
  diagnose: (fields) => withText(fields, 'finding', 'Say what you found', (finding) => ({ action: 'diagnose', finding })),
  'need-part': readNeedPart,
  'part-arrived': (fields) => withText(fields, 'part', 'Enter the part', (part) => ({ action: 'part-arrived', part }), PART_LENGTH_MAX),
  pause: readPause,
  resume: () => ({ command: { action: 'resume' } }),
  'hand-back': readHandBack,
  'give-access': () => ({ command: { action: 'give-access' } }),
  'record-check': readCheck,
  release: readRelease,
  reassign: readReassign,
  cancel: readCancel,
}

/** Whether a word of an address names an act. */
export const isAction = (text: string): text is WorkOrderAction => Object.hasOwn(readers, text)

/** The act a form asks for, or what must be mended in it. */
export const readCommand = (action: WorkOrderAction, fields: FormFields): ReadCommand => {
  const numbered = texts.filter((name) => holdsPatientNumber(fieldText(fields, name)))
  if (numbered.length === 0) return readers[action](fields)
  return { faults: numbered.map((field) => ({ field, text: 'This must not hold a patient’s number' })) }
}

/** The fields in which people write; the others are chosen, or made by us. */
const texts = ['reason', 'note', 'finding', 'work', 'part', 'limits'] as const
