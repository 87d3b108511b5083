/** Which classes a rule is for: all, those with X-rays, those with a magnet, those where radioactive material is used. */
export type AppliesTo = 'any' | 'ionising' | 'magnet' | 'radionuclide'

/** One thing to be settled and recorded by the customer. */
export interface CheckRule {
  readonly label: string
  /** Whose part it is. Never the supplier's: an engineer does not sign for the customer. */
  readonly by: 'radiology-lead' | 'medical-physicist' | 'radiology-manager'
  /** Whether it may be recorded as not needed, with a note why. */
  readonly mayBeNotNeeded: boolean
  readonly source: string
}

export interface ScopeRule {
  readonly label: string
  readonly appliesTo: AppliesTo
  /** Where the engineer works: at the scanner, from a distance, or either. */
  readonly where: 'on-site' | 'remote' | 'either'
  readonly checks: readonly string[]
  /** Whether even a scanner that was only limited is out of use until these checks are done. */
  readonly holdsLimitedScanner: boolean
}

const IRR17 = 'IRR17 regulation 32: critical examination is the installer’s duty, with a radiation protection adviser agreed'
const IRMER = 'IR(ME)R 2017 regulation 15: testing before first use and after maintenance, with the medical physics expert involved'
const HANDOVER = 'AXREM handover form, stage 3: the customer decides on return to clinical use'
const MHRA_MRI = 'MHRA safety guidelines for magnetic resonance imaging equipment in clinical use'

export const CHECKS: Readonly<Record<string, CheckRule>> = {
  'engineer-screening': {
    label: 'Engineer screened for the MR environment',
    by: 'radiology-lead',
    mayBeNotNeeded: false,
    source: MHRA_MRI,
  },
  'radiation-permit': {
    label: 'Room surveyed and permit to work given (radioactive material)',
    by: 'radiology-lead',
    mayBeNotNeeded: false,
    source: 'IRR17 regulations 18 to 20; environmental permit of the site',
  },
  'local-checks': { label: 'Local checks by an entitled operator', by: 'radiology-lead', mayBeNotNeeded: false, source: HANDOVER },
  'report-read': { label: 'Report of the remote work read and accepted', by: 'radiology-lead', mayBeNotNeeded: false, source: HANDOVER },
  'critical-examination': {
    label: 'Installer’s critical examination received, with the RPA agreed',
    by: 'medical-physicist',
    mayBeNotNeeded: false,
    source: IRR17,
  },
  acceptance: { label: 'Acceptance tests, with the medical physics expert', by: 'medical-physicist', mayBeNotNeeded: false, source: IRMER },
  'physics-tests': {
    label: 'Image quality and safety tests by medical physics',
    by: 'medical-physicist',
    mayBeNotNeeded: true,
    source: MHRA_MRI,
  },
  'mr-safety-advice': { label: 'MR Safety Expert’s advice taken', by: 'medical-physicist', mayBeNotNeeded: false, source: MHRA_MRI },
  'mr-responsible-person': { label: 'MR Responsible Person agrees', by: 'radiology-manager', mayBeNotNeeded: false, source: MHRA_MRI },
  'quench-pipe-inspection': { label: 'Quench pipe inspected', by: 'radiology-manager', mayBeNotNeeded: false, source: MHRA_MRI },
  'oxygen-monitor': { label: 'Oxygen monitor works', by: 'radiology-lead', mayBeNotNeeded: true, source: MHRA_MRI },
}

/** What the customer settles before an engineer comes in. */
export const ACCESS_CHECKS: readonly { readonly check: string; readonly appliesTo: AppliesTo }[] = [
  { check: 'engineer-screening', appliesTo: 'magnet' },
  { check: 'radiation-permit', appliesTo: 'radionuclide' },
]

/** What must happen before a scanner is used again, by the scope of the work. */
export const SCOPES: Readonly<Record<string, ScopeRule>> = {
  'routine-repair': { label: 'Routine repair', appliesTo: 'any', where: 'on-site', checks: ['local-checks'], holdsLimitedScanner: false },
  'remote-fix': { label: 'Mended from a distance', appliesTo: 'any', where: 'remote', checks: ['report-read'], holdsLimitedScanner: false },
  table: { label: 'Table', appliesTo: 'any', where: 'on-site', checks: ['local-checks'], holdsLimitedScanner: false },
  tube: {
    label: 'X-ray tube',
    appliesTo: 'ionising',
    where: 'on-site',
    checks: ['critical-examination', 'acceptance', 'local-checks'],
    holdsLimitedScanner: true,
  },
  aec: {
    label: 'Automatic exposure control',
    appliesTo: 'ionising',
    where: 'on-site',
    checks: ['critical-examination', 'acceptance', 'local-checks'],
    holdsLimitedScanner: true,
  },
  collimation: {
    label: 'Collimation',
    appliesTo: 'ionising',
    where: 'on-site',
    checks: ['critical-examination', 'acceptance', 'local-checks'],
    holdsLimitedScanner: true,
  },
  interlock: {
    label: 'Door interlock or warning light',
    appliesTo: 'ionising',
    where: 'on-site',
    checks: ['critical-examination', 'acceptance', 'local-checks'],
    holdsLimitedScanner: true,
  },
  shielding: {
    label: 'Shielding',
    appliesTo: 'ionising',
    where: 'on-site',
    checks: ['critical-examination', 'acceptance', 'local-checks'],
    holdsLimitedScanner: true,
  },
  'dose-software': {
    label: 'Software that affects dose',
    appliesTo: 'ionising',
    where: 'either',
    checks: ['critical-examination', 'acceptance', 'local-checks'],
    holdsLimitedScanner: true,
  },
  magnet: {
    label: 'Magnet',
    appliesTo: 'magnet',
    where: 'on-site',
    checks: ['mr-safety-advice', 'mr-responsible-person', 'oxygen-monitor', 'physics-tests', 'local-checks'],
    holdsLimitedScanner: true,
  },
  gradient: {
    label: 'Gradient system',
    appliesTo: 'magnet',
    where: 'on-site',
    checks: ['mr-safety-advice', 'mr-responsible-person', 'physics-tests', 'local-checks'],
    holdsLimitedScanner: true,
  },
  'quench-pipe': {
    label: 'Quench pipe',
    appliesTo: 'magnet',
    where: 'on-site',
    checks: ['quench-pipe-inspection', 'mr-responsible-person', 'oxygen-monitor', 'local-checks'],
    holdsLimitedScanner: true,
  },
  coil: { label: 'Coil', appliesTo: 'magnet', where: 'on-site', checks: ['physics-tests', 'local-checks'], holdsLimitedScanner: false },
}

/** Classes where radioactive material is used: rooms are surveyed before an engineer comes in. */
export const RADIONUCLIDE_CLASSES: ReadonlySet<string> = new Set(['pet-ct', 'pet-mr', 'spect-ct', 'gamma-camera', 'nuclear-medicine'])
