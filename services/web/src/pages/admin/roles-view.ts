import { PERMISSIONS, ROLES, type Permission, type Role } from '@imaging/schemas'
import { responsiveTable } from '../../components/responsive-table.ts'
import type { SafeHtml } from '../../html/safe-html.ts'
import { filterSelect, type FilterSelect } from '../../lists/filters.ts'
import { countWords, listWords } from '../../words/number-words.ts'
import { roleWords } from '../../words/role-words.ts'

/** The table of permissions, for one role or all. */
export interface RolesView {
  readonly filters: readonly FilterSelect[]
  readonly counted: string
  readonly table: SafeHtml
}

interface Line {
  readonly permission: Permission
  readonly words: string
  readonly roles: readonly Role[]
}

/** What each role may do, as the one table says that also decides. */
export const rolesView = (granted: Readonly<Record<Role, readonly Permission[]>>, role: Role | undefined): RolesView => {
  const lines = (Object.entries(PERMISSIONS) as [Permission, string][])
    .map(([permission, words]): Line => ({ permission, words, roles: ROLES.filter((each) => granted[each].includes(permission)) }))
    .filter(({ roles }) => role === undefined || roles.includes(role))
  return {
    filters: [
      filterSelect(
        'role',
        'Role',
        'All roles',
        ROLES.map((each) => ({ value: each, text: roleWords(each) })),
        role,
      ),
    ],
    counted: role === undefined ? countWords(lines.length, 'permission') : `${roleWords(role)}: ${countWords(lines.length, 'permission')}`,
    table: responsiveTable<Line>({
      caption: 'Permissions and the roles that have them',
      isCaptionHidden: true,
      columns: [
        { heading: 'What may be done', cell: ({ words }) => words },
        { heading: 'By whom', cell: ({ roles }) => listWords(roles.map(roleWords)) || 'Nobody' },
        { heading: 'Name in the API', cell: ({ permission }) => permission },
      ],
      rows: lines,
      empty: 'This role may do nothing.',
    }),
  }
}
