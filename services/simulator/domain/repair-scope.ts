import type { CheckingRole } from './cast.ts'
import type { ClassId } from './fleet-plan.ts'

/** The scope of work an engineer names for a repair. */
export type RepairScope = 'routine-repair' | 'remote-fix' | 'table' | 'tube' | 'magnet' | 'gradient' | 'coil'

/** A check the customer records before use, and whose part it is. */
export interface ScopeCheck {
  readonly check: string
  readonly by: CheckingRole
}

const localChecks: ScopeCheck = { check: 'local-checks', by: 'radiology-lead' }
const physicsTests: ScopeCheck = { check: 'physics-tests', by: 'medical-physicist' }
const magnetSafety: readonly ScopeCheck[] = [
  { check: 'mr-safety-advice', by: 'medical-physicist' },
  { check: 'mr-responsible-person', by: 'radiology-manager' },
]

/** What each scope asks for before use, as an example hospital has done it for years. A test holds it against the rules in force. */
const CHECKS: Readonly<Record<RepairScope, readonly ScopeCheck[]>> = {
  'routine-repair': [localChecks],
  'remote-fix': [{ check: 'report-read', by: 'radiology-lead' }],
  table: [localChecks],
  tube: [{ check: 'critical-examination', by: 'medical-physicist' }, { check: 'acceptance', by: 'medical-physicist' }, localChecks],
  magnet: [...magnetSafety, { check: 'oxygen-monitor', by: 'radiology-lead' }, physicsTests, localChecks],
  gradient: [...magnetSafety, physicsTests, localChecks],
  coil: [physicsTests, localChecks],
}

const MAGNET_SCOPES: Readonly<Partial<Record<string, RepairScope>>> = { cryogenics: 'magnet', 'rf-or-coil': 'coil', gradient: 'gradient' }

/** The scope of the work that mends a cause on a class. */
export function repairScope(classId: ClassId, cause: string): RepairScope {
  if (cause === 'table') return 'table'
  if (cause === 'tube-or-high-voltage') return 'tube'
  return (classId === 'mri' ? MAGNET_SCOPES[cause] : undefined) ?? 'routine-repair'
}

/** The checks before use after work of a scope. */
export const scopeChecks = (scope: RepairScope): readonly ScopeCheck[] => CHECKS[scope]

/** Whether a scanner that could still do some of its work is out of use until the checks are done. */
export const holdsLimited = (scope: RepairScope): boolean => scope === 'tube' || scope === 'magnet' || scope === 'gradient'

/** What is settled before an engineer comes in, by class; nothing for most. */
export function accessCheck(classId: ClassId): ScopeCheck | undefined {
  if (classId === 'mri') return { check: 'engineer-screening', by: 'radiology-lead' }
  return classId === 'pet-ct' || classId === 'nuclear-medicine' ? { check: 'radiation-permit', by: 'radiology-lead' } : undefined
}
