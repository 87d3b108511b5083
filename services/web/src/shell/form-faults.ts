import { ProblemError } from '@imaging/http'
import { fieldText, type FormFields } from './form-guard.ts'

/** Something to put right in a form: which field, and how. */
export interface FieldFault {
  readonly field: string
  readonly text: string
}

/** A form as it is shown: what was written, what is wrong by field, and all of it for the top of the page. */
export interface ShownForm {
  readonly values: Readonly<Record<string, string>>
  readonly faults: Readonly<Record<string, string>>
  readonly errors: readonly { readonly href: string; readonly text: string }[]
}

/** A form with some fields, as it was written. */
export const shownForm = (fields: FormFields, names: readonly string[], faults: readonly FieldFault[]): ShownForm => ({
  values: Object.fromEntries(names.map((name) => [name, fieldText(fields, name)])),
  faults: Object.fromEntries(faults.map(({ field, text }) => [field, text])),
  errors: faults.map(({ field, text }) => ({ href: `#${field}`, text })),
})

/** A form that nobody has filled in yet. */
export const emptyForm: ShownForm = { values: {}, faults: {}, errors: [] }

const FAULT_FIRST = /^(must|should)\b/

/**
 * What a service says is wrong with what was sent, by the fields of the form; nothing where it said something else.
 * @param labels What each field is called on the page, by its name.
 */
export const remoteFaults = (error: unknown, labels: Readonly<Record<string, string>>): readonly FieldFault[] | undefined => {
  if (!(error instanceof ProblemError) || error.status !== 422) return undefined
  const [first = ''] = Object.keys(labels)
  return error.errors.map(({ pointer, message }) => {
    const place = pointer.split('/').at(-1) ?? ''
    const field = place in labels ? place : first
    return { field, text: FAULT_FIRST.test(message) ? `${labels[field]} ${message}` : message }
  })
}

/** Asks for text where there is none. */
export const required = (fields: FormFields, wanted: Readonly<Record<string, string>>): readonly FieldFault[] =>
  Object.entries(wanted).flatMap(([field, text]) => (fieldText(fields, field) === '' ? [{ field, text }] : []))
