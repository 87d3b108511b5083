import type { Role } from '@imaging/schemas'

/** Whoever works with the scanners of a trust; a supplier's work speaks through its work order. */
export const reporterRoles = ['radiology-manager', 'radiology-lead', 'medical-physicist'] as const satisfies readonly Role[]
