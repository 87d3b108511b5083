import { holdsPatientNumber, type BoardRow, type StateReport } from '@imaging/schemas'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { stateWords } from '../../words/state-words.ts'
import { momentWords } from '../../words/time-words.ts'
import { sinceDates, startedAt, type SaidSince } from './started-at.ts'

/** How bad a fault is, in the words of those who scan, and the state each stands for. */
export const severities = [
  { value: 'down', text: 'Down', hint: 'We cannot scan' },
  { value: 'limited', text: 'Limited', hint: 'We can do some scans' },
  { value: 'not-right', text: 'Working but not right', hint: 'We can do all scans' },
] as const

/** The six common reasons and "something else"; each value is the fault's code in the report. */
export const reasons = [
  { value: 'will-not-start', text: 'Will not start' },
  { value: 'error-message', text: 'Error message' },
  { value: 'poor-images', text: 'Poor images' },
  { value: 'table-or-gantry', text: 'Table or gantry' },
  { value: 'cooling', text: 'Cooling' },
  { value: 'something-else', text: 'Something else' },
] as const

const NOTE_LENGTH_MAX = 2_000

/** A scanner as the form needs it; its state where that is known. */
export type ReportedScanner = Pick<BoardRow, 'assetId' | 'name' | 'siteName' | 'capabilities'> &
  Partial<Pick<BoardRow, 'state' | 'since' | 'note'>>

/** What a person chose and wrote. */
export interface ReportAnswers extends SaidSince {
  readonly scanner: string
  readonly severity: string
  readonly reason: string
  readonly note: string
  /** Set once the person has said that this adds to a fault already reported. */
  readonly adds: boolean
}

/** One mistake: the field's id and what to do. */
export interface FieldError {
  readonly href: string
  readonly text: string
}

/** What a report form is made of beside the answers. */
export interface ReportSources {
  /** The scanners that can be chosen. */
  readonly scanners: readonly ReportedScanner[]
  readonly errors: readonly FieldError[]
  readonly nowMs: number
  /** What to do when reports cannot be taken; absent while they can. */
  readonly away?: readonly string[] | undefined
}

export interface ReportView {
  readonly scanner: { readonly id: string; readonly name: string; readonly siteName: string } | undefined
  readonly scanners: readonly { readonly value: string; readonly text: string; readonly selected: boolean }[]
  readonly severities: readonly object[]
  readonly reasons: readonly object[]
  readonly since: readonly object[]
  readonly sinceDate: string
  readonly sinceTime: string
  readonly dates: { readonly first: string; readonly last: string }
  readonly note: string
  readonly errors: readonly FieldError[]
  /** The error of each field, by the field's name. */
  readonly messages: Readonly<Record<string, string>>
  /** The fault this scanner already has, to add to instead of reporting it twice. */
  readonly known: { readonly words: string; readonly href: string } | undefined
  readonly away: readonly string[] | undefined
}

/** The answers in a posted form, or none of them for a new form about a scanner. */
export const reportAnswers = (fields: FormFields): ReportAnswers => ({
  scanner: fieldText(fields, 'scanner'),
  severity: fieldText(fields, 'severity'),
  reason: fieldText(fields, 'reason'),
  since: fieldText(fields, 'since') || 'now',
  sinceDate: fieldText(fields, 'sinceDate'),
  sinceTime: fieldText(fields, 'sinceTime'),
  note: fieldText(fields, 'note'),
  adds: fieldText(fields, 'adds') === 'yes',
})

const noteErrors = (note: string): readonly FieldError[] => [
  ...(note.length <= NOTE_LENGTH_MAX ? [] : [{ href: '#note', text: 'Details must be 2,000 characters or fewer' }]),
  ...(holdsPatientNumber(note) ? [{ href: '#note', text: 'Details must not hold a patient’s number' }] : []),
]

/** What must be mended before a report can be sent. */
export const reportErrors = (answers: ReportAnswers, scanners: readonly ReportedScanner[], nowMs: number): readonly FieldError[] => {
  const started = startedAt(answers, nowMs)
  return [
    ...(scanners.some(({ assetId }) => assetId === answers.scanner) ? [] : [{ href: '#scanner', text: 'Select the scanner' }]),
    ...(severities.some(({ value }) => value === answers.severity) ? [] : [{ href: '#severity', text: 'Select how bad it is' }]),
    ...(reasons.some(({ value }) => value === answers.reason) ? [] : [{ href: '#reason', text: 'Select what is wrong' }]),
    ...('fault' in started ? [{ href: started.href, text: started.fault }] : []),
    ...noteErrors(answers.note),
  ]
}

/** The open fault of a scanner, in words, or undefined where it has none. */
export const knownFault = (row: ReportedScanner | undefined, nowMs: number): ReportView['known'] => {
  if (row?.state === undefined || row.state === 'UP' || row.state === 'UNKNOWN' || row.state === 'RETIRED') return undefined
  const since = row.since === undefined ? '' : ` since ${momentWords(Date.parse(row.since), nowMs)}`
  const reason = row.note === undefined ? '' : `: ${row.note}`
  return { words: `${row.name} is already reported as ${stateWords[row.state].word}${since}${reason}.`, href: `/scanners/${row.assetId}` }
}

const radio = <Item extends { readonly value: string; readonly text: string; readonly hint?: string }>(
  item: Item,
  chosen: string,
): object => ({
  value: item.value,
  text: item.text,
  ...(item.hint === undefined ? {} : { hint: { text: item.hint } }),
  checked: item.value === chosen,
})

const sinceChoices = [
  { value: 'now', text: 'Now' },
  { value: 'earlier', text: 'Earlier' },
] as const

/** The form to report a fault. */
export const reportView = (answers: ReportAnswers, { scanners, errors, nowMs, away }: ReportSources): ReportView => {
  const row = scanners.find(({ assetId }) => assetId === answers.scanner)
  const dates = sinceDates(nowMs)
  return {
    scanner: row && { id: row.assetId, name: row.name, siteName: row.siteName },
    scanners: scanners
      .toSorted((a, b) => a.siteName.localeCompare(b.siteName, 'en-GB') || a.name.localeCompare(b.name, 'en-GB', { numeric: true }))
      .map(({ assetId, name, siteName }) => ({ value: assetId, text: `${siteName}: ${name}`, selected: assetId === answers.scanner })),
    severities: severities.map((item) => radio(item, answers.severity)),
    reasons: reasons.map((item) => radio(item, answers.reason)),
    since: sinceChoices.map((item) => radio(item, answers.since)),
    sinceDate: answers.sinceDate || dates.last,
    sinceTime: answers.sinceTime,
    dates,
    note: answers.note,
    errors,
    messages: Object.fromEntries(errors.map(({ href, text }) => [href.slice(1), text])),
    known: knownFault(row, nowMs),
    away,
  }
}

/** The report as the ledger takes it. Working but not right is a limited scanner that can still do all it could. */
export const stateReport = (
  answers: ReportAnswers,
  { capabilities }: Pick<ReportedScanner, 'capabilities'>,
  nowMs: number,
): StateReport & { readonly state: 'DOWN_UNPLANNED' | 'DEGRADED' } => {
  const { severity, reason, note, scanner } = answers
  const started = startedAt(answers, nowMs)
  const said = reasons.find(({ value }) => value === reason)?.text ?? reason
  return {
    assetId: scanner,
    state: severity === 'down' ? 'DOWN_UNPLANNED' : 'DEGRADED',
    fault: reason,
    ...('atMs' in started && started.atMs !== undefined ? { at: new Date(started.atMs).toISOString() } : {}),
    ...(reason === 'cooling' ? { cause: 'cooling' as const } : {}),
    ...(severity === 'not-right' ? { canStill: capabilities } : {}),
    note: note === '' ? said : `${said}: ${note}`.slice(0, NOTE_LENGTH_MAX),
  }
}
