import {
  ROLE_OF,
  ROLES,
  type AccessRequest,
  type Account,
  type ActingIdentity,
  type DatedMembership,
  type Organisation,
} from '@imaging/schemas'
import { responsiveTable } from '../../components/responsive-table.ts'
import { tag } from '../../components/tag.ts'
import { html, joinHtml, type SafeHtml } from '../../html/safe-html.ts'
import { address } from '../../lists/address.ts'
import { filterSelect, optionsOf, queryText, type FilterSelect, type Option } from '../../lists/filters.ts'
import { listPage, type PaginationView } from '../../lists/pagination.ts'
import { countWords } from '../../words/number-words.ts'
import { roleWords } from '../../words/role-words.ts'
import { dateWords, instantWords, momentWords } from '../../words/time-words.ts'

/** Which accounts a list shows. */
export interface AccountsFilter {
  readonly organisation: string | undefined
  readonly role: string | undefined
  readonly q: string | undefined
}

export const accountsFilter = (query: Readonly<Record<string, unknown>>): AccountsFilter => ({
  organisation: queryText(query['organisation']),
  role: queryText(query['role']),
  q: queryText(query['q']),
})

/** Accounts and those who wait to become one. */
export interface AccountsView {
  readonly filters: readonly FilterSelect[]
  readonly q: string
  readonly counted: string
  readonly table: SafeHtml
  readonly showing: string | undefined
  readonly pagination: PaginationView | undefined
  /** Undefined where the one who looks lets nobody in, or requests cannot be read. */
  readonly requests: SafeHtml | undefined
}

const statusTag = ({ disabledAt }: Account): SafeHtml => (disabledAt === undefined ? tag('Active', 'green') : tag('Switched off', 'grey'))

const dates = ({ startsOn, endsOn }: DatedMembership): string =>
  `from ${dateWords(Date.parse(startsOn))}${endsOn === undefined ? '' : `, before ${dateWords(Date.parse(endsOn))}`}`

const rolesCell = ({ memberships }: Account): SafeHtml =>
  memberships.length === 0
    ? html`None`
    : joinHtml(
        memberships.map(
          ({ role, organisation }, index) => html`${index === 0 ? '' : html`<br />`}${roleWords(role)}, ${organisation.name}`,
        ),
      )

const isWanted = ({ name, subject, memberships }: Account, { organisation, role, q }: AccountsFilter): boolean =>
  (organisation === undefined || memberships.some((each) => each.organisation.code === organisation)) &&
  (role === undefined || memberships.some((each) => each.role === role)) &&
  (q === undefined || `${name} ${subject}`.toLowerCase().includes(q.toLowerCase()))

const requestsTable = (requests: readonly AccessRequest[], nowMs: number): SafeHtml =>
  responsiveTable<AccessRequest>({
    caption: 'Waiting to be let in',
    columns: [
      { heading: 'Name', cell: ({ name, subject }) => name ?? subject },
      {
        heading: 'At the issuer',
        cell: ({ subject, issuer }) =>
          html`<span class="app-break">${subject}</span><br /><span class="app-quiet app-break">${issuer}</span>`,
      },
      {
        heading: 'Last tried',
        cell: ({ lastAskedAt, times }) => `${momentWords(Date.parse(lastAskedAt), nowMs)} (${countWords(times, 'time')})`,
      },
      {
        heading: 'Do',
        cell: ({ requestId, name, subject, issuer }) =>
          html`<a href="${address('/admin/accounts/new', { issuer, subject, name })}"
              >Let in<span class="nhsuk-u-visually-hidden"> ${name ?? subject}</span></a
            ><br />
            <a href="/admin/requests/${requestId}/dismiss">Dismiss<span class="nhsuk-u-visually-hidden"> ${name ?? subject}</span></a>`,
      },
    ],
    rows: requests,
    empty: 'Nobody is waiting to be let in.',
  })

/** The list of accounts. */
export const accountsView = (
  accounts: readonly Account[],
  requests: readonly AccessRequest[] | undefined,
  filter: AccountsFilter,
  page: number,
  nowMs: number,
): AccountsView => {
  const found = accounts.filter((account) => isWanted(account, filter))
  const list = listPage(found, page, '/admin/accounts', { ...filter })
  const memberships = accounts.flatMap((account) => account.memberships)
  const organisations = optionsOf(memberships, ({ organisation: { code, name } }) => ({ value: code, text: name }))
  const roles = ROLES.filter((role) => memberships.some((each) => each.role === role)).map((role) => ({
    value: role,
    text: roleWords(role),
  }))
  return {
    filters: [
      filterSelect('organisation', 'Organisation', 'All organisations', organisations, filter.organisation),
      filterSelect('role', 'Role', 'All roles', roles, filter.role),
    ],
    q: filter.q ?? '',
    counted: countWords(found.length, 'account'),
    table: responsiveTable<Account>({
      caption: 'Accounts',
      isCaptionHidden: true,
      columns: [
        { heading: 'Name', cell: ({ accountId, name }) => html`<a href="/admin/accounts/${accountId}">${name}</a>` },
        { heading: 'Roles', cell: rolesCell },
        { heading: 'At the issuer', cell: ({ subject }) => html`<span class="app-break">${subject}</span>` },
        { heading: 'Status', cell: statusTag },
      ],
      rows: list.rows,
      empty: accounts.length === 0 ? 'There are no accounts yet.' : 'There are no accounts that match.',
    }),
    showing: list.showing,
    pagination: list.pagination,
    requests: requests && requestsTable(requests, nowMs),
  }
}

/** One account, with what can be done to it. */
export interface AccountView {
  readonly accountId: string
  readonly name: string
  readonly status: SafeHtml
  readonly isDisabled: boolean
  /** Whether whoever looks may switch it off: its home does, others take their own roles away. */
  readonly isOurs: boolean
  readonly isOwn: boolean
  readonly facts: readonly {
    readonly key: { readonly text: string }
    readonly value: { readonly text: string; readonly classes?: string }
  }[]
  readonly roles: SafeHtml
  readonly held: readonly { readonly value: string; readonly text: string; readonly hint: { readonly text: string } }[]
  readonly roleOptions: readonly Option[]
  readonly organisationOptions: readonly Option[]
}

/** The organisations an administrator looks after: their own, and the joint body also the suppliers. */
const lookedAfter = (identity: ActingIdentity, organisations: readonly Organisation[]): readonly Organisation[] =>
  organisations.filter(({ code, kind }) => code === identity.organisation || (identity.organisationKind === 'joint' && kind === 'supplier'))

/** Roles and organisations an administrator can choose from. */
export const roleOffers = (
  identity: ActingIdentity,
  organisations: readonly Organisation[],
): { readonly roleOptions: readonly Option[]; readonly organisationOptions: readonly Option[] } => {
  const ours = lookedAfter(identity, organisations)
  return {
    roleOptions: ROLES.filter((role) => ours.some(({ kind }) => ROLE_OF[role].includes(kind))).map((role) => ({
      value: role,
      text: roleWords(role),
    })),
    organisationOptions: ours.map(({ code, name }) => ({ value: code, text: name })),
  }
}

/** One account as an administrator sees it. */
export const accountView = (account: Account, identity: ActingIdentity, organisations: readonly Organisation[]): AccountView => ({
  accountId: account.accountId,
  name: account.name,
  status: statusTag(account),
  isDisabled: account.disabledAt !== undefined,
  isOurs: lookedAfter(identity, organisations).some(({ code }) => code === account.home.code),
  isOwn: account.accountId === identity.id,
  facts: [
    { key: { text: 'At the issuer' }, value: { text: account.subject, classes: 'app-break' } },
    { key: { text: 'Issuer' }, value: { text: account.issuer, classes: 'app-break' } },
    { key: { text: 'Let in by' }, value: { text: account.home.name } },
    { key: { text: 'Since' }, value: { text: instantWords(Date.parse(account.createdAt)) } },
    ...(account.disabledAt === undefined
      ? []
      : [{ key: { text: 'Switched off' }, value: { text: instantWords(Date.parse(account.disabledAt)) } }]),
  ],
  roles: responsiveTable<DatedMembership>({
    caption: 'Roles',
    columns: [
      { heading: 'Role', cell: ({ role }) => roleWords(role) },
      { heading: 'Organisation', cell: ({ organisation }) => organisation.name },
      { heading: 'From', cell: ({ startsOn }) => dateWords(Date.parse(startsOn)) },
      { heading: 'Until', cell: ({ endsOn }) => (endsOn === undefined ? 'No end' : `before ${dateWords(Date.parse(endsOn))}`) },
    ],
    rows: account.memberships,
    empty: 'This account has no role.',
  }),
  held: account.memberships.map((membership) => ({
    value: membership.membershipId,
    text: `${roleWords(membership.role)}, ${membership.organisation.name}`,
    hint: { text: dates(membership) },
  })),
  ...roleOffers(identity, organisations),
})
