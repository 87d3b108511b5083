import { isSupplier, type Persona } from './persona.ts'

/** One entry of the main navigation. */
export interface NavigationItem {
  readonly href: string
  readonly text: string
  readonly current: boolean
}

const staffItems = [
  { href: '/status', text: 'Live status' },
  { href: '/scanners', text: 'Scanners' },
  { href: '/work-orders', text: 'Work orders' },
  { href: '/reports/downtime', text: 'Reports' },
  { href: '/imports', text: 'Imports' },
] as const

const supplierItems = [
  { href: '/jobs', text: 'My jobs' },
  { href: '/jobs?status=CLOSED', text: 'History' },
] as const

const isWithin = (url: string, href: string): boolean => {
  const [path = ''] = url.split('?')
  return href.includes('?') ? url.startsWith(href) : (path === href && !url.includes('status=CLOSED')) || path.startsWith(`${href}/`)
}

/** The main navigation of a persona, with the page it stands on marked; empty before a persona is chosen. */
export const navigation = (persona: Persona | undefined, url: string): readonly NavigationItem[] => {
  if (persona === undefined) return []
  return (isSupplier(persona) ? supplierItems : staffItems).map((item) => ({ ...item, current: isWithin(url, item.href) }))
}
