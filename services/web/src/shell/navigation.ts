import { isSupplierRole, may, type Identity, type Permission } from '@imaging/schemas'

/** One entry of the main navigation. */
export interface NavigationItem {
  readonly href: string
  readonly text: string
  readonly current: boolean
}

interface Entry {
  readonly href: string
  readonly text: string
  /** Shown to those who have one of these. */
  readonly anyOf: readonly Permission[]
}

const entries: readonly Entry[] = [
  { href: '/status', text: 'Live status', anyOf: ['board.read'] },
  { href: '/scanners', text: 'Scanners', anyOf: ['register.read'] },
  { href: '/work-orders', text: 'Work orders', anyOf: ['work-orders.read'] },
  { href: '/reports/downtime', text: 'Reports', anyOf: ['downtime.read'] },
  { href: '/imports', text: 'Imports', anyOf: ['register.edit'] },
  { href: '/admin', text: 'Administration', anyOf: ['accounts.read', 'record.read'] },
]

const supplierEntries: readonly Entry[] = [
  { href: '/jobs', text: 'My jobs', anyOf: ['work-orders.read'] },
  { href: '/jobs?status=CLOSED', text: 'History', anyOf: ['work-orders.read'] },
]

const isWithin = (url: string, href: string): boolean => {
  const [path = ''] = url.split('?')
  return href.includes('?') ? url.startsWith(href) : (path === href && !url.includes('status=CLOSED')) || path.startsWith(`${href}/`)
}

/** The main navigation of somebody: what their role may see, with the page it stands on marked. */
export const navigation = (identity: Identity | undefined, url: string): readonly NavigationItem[] => {
  if (identity === undefined || identity.kind === 'service') return []
  return (isSupplierRole(identity.role) ? supplierEntries : entries)
    .filter(({ anyOf }) => anyOf.some((permission) => may(identity, permission)))
    .map(({ href, text }) => ({ href, text, current: isWithin(url, href) }))
}

/** Where a role begins: the trusts' staff and suppliers with what waits for them, the others with what they look after. */
export const homeOf = (identity: Identity): string => {
  if (may(identity, 'work-orders.read')) return '/'
  return may(identity, 'board.read') ? '/status' : '/admin'
}
