import type { Identity } from './identity.ts'
import type { Role } from './role.ts'

/** Everything that can be allowed, with what it lets somebody do. What they see of it is bounded by organisation besides. */
export const PERMISSIONS = {
  'board.read': 'See which scanners work now, and since when',
  'downtime.read': 'See downtime, availability and the reports of them',
  'downtime.report': 'Report a fault, planned work or a lost session',
  'downtime.correct': 'Correct what was reported',
  'readings.read': 'See what a scanner’s sensors say, and the conditions they make',
  'register.read': 'See scanners, sites and their ages',
  'register.edit': 'Change the register of scanners',
  'contracts.read': 'See contracts with their terms and prices',
  'contracts.edit': 'Change contracts',
  'work-orders.read': 'See work orders',
  'work-orders.history': 'Bring work orders over from another system',
  'work-order.accept': 'Accept a work order',
  'work-order.decline': 'Decline a work order',
  'work-order.change-promise': 'Change the promised time',
  'work-order.start-travel': 'Say that an engineer is on the way',
  'work-order.arrive': 'Say that an engineer has arrived',
  'work-order.diagnose': 'Record what was found',
  'work-order.need-part': 'Say which part is needed',
  'work-order.part-arrived': 'Say that the part has come',
  'work-order.hand-back': 'Hand the scanner back',
  'work-order.give-access': 'Hand the area over to the engineer',
  'work-order.pause': 'Stop the clock with a reason',
  'work-order.resume': 'Start the clock again',
  'work-order.record-check': 'Record a check before return to use',
  'work-order.release': 'Return a scanner to use',
  'work-order.reassign': 'Choose another supplier',
  'work-order.cancel': 'Cancel a work order',
  'roles.read': 'See what each role may do',
  'grants.read': 'See what the trusts share with each other',
  'grants.manage': 'Share with another organisation, and stop sharing',
  'accounts.read': 'See who has an account and which role',
  'accounts.manage': 'Give and take roles, disable accounts, end sessions',
  'record.read': 'Read the record of every act that matters',
  'example.drive': 'Play with the example fleet',
} as const

export type Permission = keyof typeof PERMISSIONS

const ofEveryTrust = ['board.read', 'downtime.read', 'register.read', 'work-orders.read', 'roles.read', 'grants.read'] as const
const ofEverySupplier = [
  'work-orders.read',
  'work-order.accept',
  'work-order.decline',
  'work-order.change-promise',
  'work-order.need-part',
  'work-order.part-arrived',
  'work-order.pause',
  'work-order.resume',
  'roles.read',
] as const
const ofTheJointBody = ['board.read', 'downtime.read', 'register.read', 'roles.read', 'grants.read'] as const

/** What each role may do: the one table, shown at /admin/roles. What is not listed is not allowed. */
export const GRANTED: Readonly<Record<Role, readonly Permission[]>> = {
  'radiology-manager': [
    ...ofEveryTrust,
    'readings.read',
    'downtime.report',
    'downtime.correct',
    'register.edit',
    'contracts.read',
    'work-order.give-access',
    'work-order.pause',
    'work-order.resume',
    'work-order.record-check',
    'work-order.reassign',
    'work-order.cancel',
    'example.drive',
  ],
  'radiology-lead': [
    ...ofEveryTrust,
    'readings.read',
    'downtime.report',
    'downtime.correct',
    'work-order.give-access',
    'work-order.pause',
    'work-order.resume',
    'work-order.record-check',
    'work-order.release',
    'work-order.cancel',
    'example.drive',
  ],
  'medical-physicist': [...ofEveryTrust, 'readings.read', 'downtime.report', 'work-order.record-check', 'work-order.release'],
  'modality-lead': [...ofEveryTrust, 'readings.read', 'downtime.report'],
  'estates-planner': [...ofEveryTrust, 'readings.read', 'register.edit', 'contracts.read', 'contracts.edit'],
  finance: [...ofEveryTrust, 'contracts.read'],
  'supplier-desk': [...ofEverySupplier],
  'supplier-engineer': [...ofEverySupplier, 'work-order.start-travel', 'work-order.arrive', 'work-order.diagnose', 'work-order.hand-back'],
  'committee-member': [...ofTheJointBody],
  'board-secretary': [...ofTheJointBody, 'record.read'],
  'lay-partner': [...ofTheJointBody],
  administrator: [
    'roles.read',
    'grants.read',
    'grants.manage',
    'accounts.read',
    'accounts.manage',
    'register.read',
    'register.edit',
    'work-orders.history',
    'record.read',
  ],
  auditor: ['roles.read', 'grants.read', 'accounts.read', 'record.read', 'register.read', 'downtime.read', 'contracts.read'],
}

const TABLE = new Map(Object.entries(GRANTED).map(([role, granted]) => [role, new Set<Permission>(granted)]))

/** Whether somebody may do this at all: the one place that decides. The platform's own services are named by route instead. */
export const may = (identity: Identity, permission: Permission): boolean =>
  identity.kind !== 'service' && (TABLE.get(identity.role)?.has(permission) ?? false)
