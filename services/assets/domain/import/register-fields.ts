import { importLimits } from './limits.ts'

/** What kind of value a column holds, which decides how it is read. */
export type FieldKind =
  | 'text'
  | 'asset-id'
  | 'maker'
  | 'serial'
  | 'class'
  | 'site'
  | 'organisation'
  | 'year'
  | 'date'
  | 'money'
  | 'status'
  | 'yes-no'
  | 'udi'

/** A column a register file may have. */
export interface FieldDescription {
  readonly label: string
  readonly kind: FieldKind
  readonly isRequired: boolean
  readonly example: string
  /** The headings by which registers call it, besides the label. */
  readonly headings: readonly string[]
  /** The longest text it may hold, in characters. */
  readonly longest: number
}

/** The values of an asset that a file can give. */
export interface ImportedValues {
  readonly assetId?: string
  readonly name?: string
  readonly equipmentNo?: string
  readonly classId?: string
  readonly manufacturer?: string
  readonly model?: string
  readonly serial?: string
  readonly siteCode?: string
  readonly building?: string
  readonly level?: string
  readonly room?: string
  readonly manufacturedYear?: number
  readonly installed?: string
  readonly lastRefreshed?: string
  readonly purchasePricePence?: number
  readonly netBookValuePence?: number
  readonly contractRef?: string
  readonly contractEnds?: string
  readonly warrantyEnds?: string
  readonly supportEnds?: string
  readonly leaseEnds?: string
  readonly softwareVersion?: string
  readonly owner?: string
  readonly operator?: string
  readonly landlord?: string
  readonly funder?: string
  readonly donated?: boolean
  readonly udi?: string
  readonly gmdn?: string
  readonly status?: 'IN_USE' | 'DECOMMISSIONED'
  readonly comments?: string
}

export type RegisterField = keyof ImportedValues

/** Names of makers, models and rooms fit into this many characters; longer ones are sentences in the wrong column. */
const usualLongest = 200

/** Every column a register file may have, with an example of each for the person who prepares the file. */
export const registerFields: Readonly<Record<RegisterField, FieldDescription>> = {
  assetId: optional('Asset id', 'asset-id', 'RYJ-CT-0042', ['GIAI', 'Asset identifier', 'Global asset id']),
  name: optional('Name', 'text', 'MRI 1', ['Asset name', 'Scanner name', 'Known as', 'Room name'], 60),
  equipmentNo: optional(
    'Equipment number',
    'text',
    'EQ100042',
    ['Equipment no', 'Equipment id', 'Equip no', 'Asset no', 'Asset number', 'Asset tag', 'Inventory number', 'Local id'],
    60,
  ),
  classId: required('Class', 'class', 'CT scanner', ['Description', 'Equipment type', 'Type', 'Modality', 'Category', 'Device type']),
  manufacturer: required('Manufacturer', 'maker', 'Siemens Healthineers', ['Make', 'Maker', 'Brand', 'Vendor', 'OEM']),
  model: required('Model', 'text', 'SOMATOM Force', ['Model name', 'Model no', 'Model number', 'Product']),
  serial: required('Serial number', 'serial', '48704C6', ['Serial no', 'Serial', 'Serial num', 'S N', 'SN', 'Ser no'], 60),
  siteCode: required('Site', 'site', 'RYJ02 or Charing Cross', ['Hospital', 'Site name', 'Site code', 'ODS code', 'Campus']),
  building: optional('Building', 'text', 'Mary Stanford Wing', ['Building name', 'Block', 'Wing']),
  level: optional('Level', 'text', 'Level 2', ['Floor', 'Storey']),
  room: optional('Room', 'text', 'Level 2 Room 6', ['Location', 'Room no', 'Room number', 'Area', 'Department', 'Ward']),
  manufacturedYear: required('Year of manufacture', 'year', '2014', [
    'Manufacture year',
    'Year made',
    'YOM',
    'Year manufactured',
    'Build year',
  ]),
  installed: required('Installation date', 'date', '17/12/2014', [
    'Installed',
    'Install date',
    'Inst date',
    'Date installed',
    'Date of installation',
    'Installed on',
    'Commissioned',
    'Commissioning date',
    'In service date',
  ]),
  lastRefreshed: optional('Last refreshed', 'date', '03/05/2020', ['Refresh date', 'Upgrade date', 'Last upgrade', 'Refurbished']),
  purchasePricePence: optional('Purchase price', 'money', '£795,000', [
    'Price',
    'Cost',
    'Purchase cost',
    'Capital cost',
    'Purchase value',
    'Original cost',
  ]),
  netBookValuePence: optional('Net book value', 'money', '£92,500', ['NBV', 'Book value', 'Current value']),
  contractRef: optional('Contract', 'text', 'C-1460', [
    'Contract ref',
    'Contract reference',
    'Contract no',
    'Contract number',
    'Maintenance contract',
  ]),
  contractEnds: optional('Contract end', 'date', '31/03/2028', [
    'Contract end date',
    'Contract expiry',
    'Contract expires',
    'End of contract',
  ]),
  warrantyEnds: optional('Warranty end', 'date', '17/12/2015', [
    'Warranty end date',
    'Warranty expiry',
    'Warranty expires',
    'Warranty until',
  ]),
  supportEnds: optional('End of support', 'date', '31/12/2027', [
    'End of support date',
    'EOS',
    'EOSL',
    'End of service life',
    'Supported until',
  ]),
  leaseEnds: optional('Lease end', 'date', '31/03/2027', ['Lease end date', 'Lease expiry', 'End of lease']),
  softwareVersion: optional('Software version', 'text', 'VB40A', ['Software', 'SW version', 'Version', 'Software level']),
  owner: optional('Owner', 'organisation', 'RYJ', ['Owned by', 'Owner trust', 'Owning trust', 'Owner ODS']),
  operator: optional('Operator', 'organisation', 'RYJ', ['Operated by', 'Run by', 'Operator ODS']),
  landlord: optional('Landlord', 'organisation', 'R1K', ['Landlord ODS', 'Building owner']),
  funder: optional('Funder', 'text', 'Imperial Health Charity', ['Funded by', 'Funding source', 'Funding']),
  donated: optional('Donated', 'yes-no', 'Yes or No', ['Charity funded', 'Charitable', 'Is donated', 'Gift']),
  udi: optional('Device identification', 'udi', '04056869003088', ['UDI', 'UDI DI', 'GTIN', 'Unique device identifier'], 120),
  gmdn: optional('GMDN code', 'text', '37618', ['GMDN', 'GMDN term code'], 20),
  status: optional('Status', 'status', 'In use or Decommissioned', ['State', 'Asset status']),
  comments: optional('Comments', 'text', 'Moved from ward 4', ['Comment', 'Notes', 'Note', 'Remarks'], importLimits.cellCharacters),
}

/** Every field, in the order in which a person reads them. */
export const registerFieldNames = Object.keys(registerFields) as readonly RegisterField[]

function required(label: string, kind: FieldKind, example: string, headings: readonly string[], longest = usualLongest): FieldDescription {
  return { label, kind, isRequired: true, example, headings, longest }
}

function optional(label: string, kind: FieldKind, example: string, headings: readonly string[], longest = usualLongest): FieldDescription {
  return { label, kind, isRequired: false, example, headings, longest }
}
