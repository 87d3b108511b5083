import type { ActingIdentity, Grant, Organisation } from '@imaging/schemas'
import { responsiveTable, type Column } from '../../components/responsive-table.ts'
import { tag } from '../../components/tag.ts'
import { html, type SafeHtml } from '../../html/safe-html.ts'
import type { Option } from '../../lists/filters.ts'
import { roleWords } from '../../words/role-words.ts'
import { sharedShares, sharedWords } from '../../words/shared-words.ts'
import { dateWords, instantWords, isoDay } from '../../words/time-words.ts'

/** What organisations share, from where one stands. */
export interface GrantsView {
  readonly given: SafeHtml
  readonly received: SafeHtml
  /** Between others: the joint body sees all. */
  readonly others: SafeHtml | undefined
}

/** Whether a grant holds, will hold, or no longer does. */
export const grantState = ({ startsOn, endsOn, revokedAt }: Grant, nowMs: number): 'holds' | 'later' | 'over' | 'revoked' => {
  const today = isoDay(nowMs)
  if (revokedAt !== undefined) return 'revoked'
  if (endsOn !== undefined && endsOn <= today) return 'over'
  return startsOn > today ? 'later' : 'holds'
}

const stateTags = {
  holds: tag('Shared', 'green'),
  later: tag('Not yet', 'white'),
  over: tag('Ended', 'grey'),
  revoked: tag('Stopped', 'grey'),
} as const

const untilWords = ({ endsOn, revokedAt, revokedBy }: Grant): string => {
  if (revokedAt !== undefined)
    return `Stopped at ${instantWords(Date.parse(revokedAt))}${revokedBy === undefined ? '' : ` by ${revokedBy.name}`}`
  return endsOn === undefined ? 'No end' : `Ends on ${dateWords(Date.parse(endsOn))}`
}

const what: Column<Grant> = {
  heading: 'What',
  cell: ({ share }) => html`${sharedWords[share].what}<br /><span class="app-quiet">${sharedWords[share].detail}</span>`,
}

const when: Column<Grant> = {
  heading: 'When',
  cell: (grant) => html`From ${dateWords(Date.parse(grant.startsOn))}<br /><span class="app-quiet">${untilWords(grant)}</span>`,
}

const why: Column<Grant> = {
  heading: 'Why, and by whom',
  cell: (grant) =>
    html`<span class="app-break">${grant.why}</span><br /><span class="app-quiet"
        >${grant.grantedBy.name}, ${roleWords(grant.grantedBy.role).toLowerCase()}</span
      >`,
}

const statusOf = (nowMs: number): Column<Grant> => ({ heading: 'Status', cell: (grant) => stateTags[grantState(grant, nowMs)] })

const stopCell = (nowMs: number): Column<Grant> => ({
  heading: 'Do',
  cell: (grant) =>
    ['holds', 'later'].includes(grantState(grant, nowMs))
      ? html`<a href="/admin/grants/${grant.grantId}/revoke"
          >Stop sharing<span class="nhsuk-u-visually-hidden"> ${sharedWords[grant.share].what.toLowerCase()} with ${grant.to.name}</span></a
        >`
      : '',
})

const table = (caption: string, columns: readonly Column<Grant>[], rows: readonly Grant[], empty: string): SafeHtml =>
  responsiveTable<Grant>({ caption, columns, rows, empty })

/** What is shared, by us, with us and between others; what holds stands first. */
export const grantsView = (grants: readonly Grant[], identity: ActingIdentity, mayManage: boolean, nowMs: number): GrantsView => {
  const { organisation } = identity
  const first = (grant: Grant): number => (['holds', 'later'].includes(grantState(grant, nowMs)) ? 0 : 1)
  const sorted = grants.toSorted((a, b) => first(a) - first(b))
  const to: Column<Grant> = { heading: 'With', cell: (grant) => grant.to.name, isRowHeader: true }
  const from: Column<Grant> = { heading: 'By', cell: (grant) => grant.from.name, isRowHeader: true }
  const state = statusOf(nowMs)
  const between = sorted.filter((grant) => grant.from.code !== organisation && grant.to.code !== organisation)
  const own = [to, what, when, why, state, ...(mayManage ? [stopCell(nowMs)] : [])]
  return {
    given: table(
      'What we share',
      own,
      sorted.filter((grant) => grant.from.code === organisation),
      'We share nothing.',
    ),
    received: table(
      'What is shared with us',
      [from, what, when, why, state],
      sorted.filter((grant) => grant.to.code === organisation),
      'Nothing is shared with us.',
    ),
    others:
      between.length === 0 ? undefined : table('Between others', [from, { ...to, isRowHeader: false }, what, when, state], between, ''),
  }
}

/** What can be chosen when something is to be shared. */
export const grantOffers = (
  identity: ActingIdentity,
  organisations: readonly Organisation[],
): {
  readonly toOptions: readonly Option[]
  readonly shareOptions: readonly (Option & { readonly hint: { readonly text: string } })[]
} => ({
  toOptions: organisations
    .filter(({ code, kind }) => code !== identity.organisation && kind !== 'supplier')
    .map(({ code, name }) => ({ value: code, text: name })),
  shareOptions: sharedShares.map((share) => ({ value: share, text: sharedWords[share].what, hint: { text: sharedWords[share].detail } })),
})
