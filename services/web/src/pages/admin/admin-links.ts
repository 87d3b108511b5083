import { may, type Identity, type Permission } from '@imaging/schemas'

/** One place to go, for those who may. */
export interface AdminLink {
  readonly href: string
  readonly text: string
  readonly description: string
  readonly needs: Permission
}

const links: readonly AdminLink[] = [
  { href: '/admin/accounts', text: 'Accounts', description: 'Who may sign in, and in which role', needs: 'accounts.read' },
  { href: '/admin/grants', text: 'Sharing', description: 'What you share with others, and they with you', needs: 'grants.read' },
  { href: '/admin/roles', text: 'Roles', description: 'What each role may do', needs: 'roles.read' },
  { href: '/admin/record', text: 'The record', description: 'Every act that must be proven later', needs: 'record.read' },
]

/** What of the administration somebody may see. */
export const adminLinks = (identity: Identity): readonly AdminLink[] => links.filter(({ needs }) => may(identity, needs))
