import { Type, type Static } from 'typebox'

/**
 * What a person or a system may be here. Who has which role is decided in this platform, never by an issuer's word.
 *
 * @source the users of the platform: estates, radiology and suppliers; those who release; those who decide; those who look after it
 */
export const Role = Type.Enum([
  'radiology-manager',
  'radiology-lead',
  'medical-physicist',
  'modality-lead',
  'estates-planner',
  'finance',
  'supplier-desk',
  'supplier-engineer',
  'committee-member',
  'board-secretary',
  'lay-partner',
  'administrator',
  'auditor',
])
export type Role = Static<typeof Role>

/** A trust, a company that mends scanners, or the body in which the trusts decide together. */
export const OrganisationKind = Type.Enum(['trust', 'supplier', 'joint'])
export type OrganisationKind = Static<typeof OrganisationKind>

/** Of which kinds of organisation somebody with a role can be. */
export const ROLE_OF: Readonly<Record<Role, readonly OrganisationKind[]>> = {
  'radiology-manager': ['trust'],
  'radiology-lead': ['trust'],
  'medical-physicist': ['trust'],
  'modality-lead': ['trust'],
  'estates-planner': ['trust'],
  finance: ['trust'],
  'supplier-desk': ['supplier'],
  'supplier-engineer': ['supplier'],
  'committee-member': ['joint'],
  'board-secretary': ['joint'],
  'lay-partner': ['joint'],
  administrator: ['trust', 'joint'],
  auditor: ['trust', 'joint'],
}

/** Every role, in the order lists show them. */
export const ROLES = Object.keys(ROLE_OF) as readonly Role[]

export const isSupplierRole = (role: Role): boolean => ROLE_OF[role].includes('supplier')
