import type { AssetSnapshot, ClassSnapshot, ContractSnapshot, ContractTerms, SiteSnapshot } from '@imaging/schemas'

/** A small register: one site, three CT scanners, a lone MRI and an ultrasound machine, three suppliers. Example data for tests. */
export interface ExampleRegister {
  readonly assets: readonly AssetSnapshot[]
  readonly sites: readonly SiteSnapshot[]
  readonly contracts: readonly ContractSnapshot[]
  readonly classes: readonly ClassSnapshot[]
}

const always = [{ from: '00:00', to: '24:00' }]
const hours = {
  patterns: [
    { week: { monday: always, tuesday: always, wednesday: always, thursday: always, friday: always, saturday: always, sunday: always } },
  ],
}

const terms: ContractTerms = {
  from: '2020-04-01',
  coverHours: hours,
  countsAgreedPlannedWork: false,
  degradedWeight: 0,
  clockStarts: 'call-logged-with-access',
  clockEnds: 'hand-back',
  clockRuns: 'cover-hours',
  excludedCauses: [],
  responseMinutes: { P1: 120, P2: 240, P3: 480 },
  repairMinutes: { P1: 480, P2: 960, P3: 2_400 },
  uptimeTarget: 0.97,
}

const contract = (contractId: string, supplierId: string, supplierName: string, more: Partial<ContractTerms> = {}): ContractSnapshot => ({
  contractId,
  supplierId,
  supplierName,
  trust: 'RYJ',
  from: '2020-04-01',
  terms: [{ ...terms, ...more }],
  example: true,
})

const asset = (assetId: string, name: string, classId: string, more: Partial<AssetSnapshot> = {}): AssetSnapshot => ({
  assetId,
  name,
  classId,
  status: 'IN_USE',
  validFrom: '2020-04-01',
  manufacturer: 'Example maker',
  model: 'Example model',
  serial: `EX-${assetId}`,
  siteCode: 'RYJ01',
  owner: 'RYJ',
  operator: 'RYJ',
  landlord: 'RYJ',
  funder: 'Trust capital',
  installed: '2020-04-01',
  donated: false,
  dicomAliases: [],
  capabilities: [{ code: 'head' }],
  linkedAssets: [],
  supplierId: 'alpha-imaging',
  contractId: 'C-ALPHA',
  operatingHours: hours,
  feed: { fitted: true },
  example: true,
  ...more,
})

const assetClass = (classId: string, name: string, ionising: boolean, magnet: boolean): ClassSnapshot => ({
  classId,
  name,
  pluralName: `${name} scanners`,
  lifePolicies: [{ from: '2020-04-01', use: 'any', years: 8, source: 'Example' }],
  ionising,
  magnet,
  capabilityNames: [{ code: 'head', name: 'Head scans' }],
})

const minute = { P1: 1, P2: 1, P3: 1 }
const SWIFT: Partial<ContractTerms> = { clockStarts: 'fault', clockRuns: 'elapsed', repairMinutes: minute }

/** The register, with further assets when asked. */
export const registerOf = (...further: readonly AssetSnapshot[]): ExampleRegister => ({
  assets: [
    asset('RYJ-CT-1', 'CT 1', 'ct'),
    asset('RYJ-CT-2', 'CT 2', 'ct'),
    asset('RYJ-MRI-1', 'MRI 1', 'mri', { capabilities: [{ code: 'head' }, { code: 'heart' }] }),
    // Its contract is a third party's; its maker's own service can step in.
    // Its repair time runs out within two minutes of the fault.
    asset('RYJ-US-1', 'Ultrasound 1', 'ultrasound', { supplierId: 'swift-care', contractId: 'C-SWIFT' }),
    asset('RYJ-CT-3', 'CT 3', 'ct', { supplierId: 'alpha-imaging', contractId: 'C-BETA' }),
    ...further,
  ],
  sites: [
    {
      siteCode: 'RYJ01',
      name: 'Example Hospital',
      shortName: 'Example',
      kind: 'hospital',
      trust: 'RYJ',
      trustName: 'Example Trust',
      operator: 'RYJ',
      codeIsPlaceholder: false,
    },
  ],
  contracts: [
    contract('C-ALPHA', 'alpha-imaging', 'Alpha Imaging'),
    contract('C-BETA', 'beta-care', 'Beta Care'),
    contract('C-SWIFT', 'swift-care', 'Swift Care', SWIFT),
  ],
  classes: [
    assetClass('ct', 'CT', true, false),
    assetClass('mri', 'MRI', false, true),
    assetClass('ultrasound', 'Ultrasound', false, false),
  ],
})
