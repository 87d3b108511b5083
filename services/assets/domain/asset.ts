import type { LocalDate } from '@imaging/calendar'
import type { Place } from './building.ts'

/** Whether an asset is in the fleet. What it can do at this moment is its state, which availability keeps. */
export type AssetStatus = 'IN_USE' | 'DECOMMISSIONED'

/** What happens to a scanner when something it is linked to fails: it stops, or it can do less. */
export type Dependency = 'stops' | 'limits'

export type LinkedKind = 'injector' | 'coil' | 'chiller' | 'ups' | 'workstation' | 'other'

/** A thing a scanner depends on. One chiller may be linked to several scanners. */
export interface LinkedAsset {
  /** The asset's own id, where the register keeps the thing as an asset. */
  readonly assetId?: string
  readonly kind: LinkedKind
  readonly name: string
  readonly dependency: Dependency
  /** The days it is linked; left out: since ever, and until further notice. */
  readonly from?: LocalDate
  readonly to?: LocalDate
}

/** Something a machine can do, with a measure where there is one: a bore of 70 cm. */
export interface Capability {
  readonly code: string
  readonly value?: number
  readonly unit?: string
}

/** Whether a machine sends readings, and how often one is expected. */
export interface Feed {
  readonly fitted: boolean
  readonly expectedEveryS?: number
}

/** How heavily a machine is used, in the three bands of the CAR and ESR tables. */
export type Use = 'high' | 'mid' | 'low'

/**
 * One machine of the register.
 *
 * Manufacturer, model, serial, year of manufacture and year of installation are the five fields the law asks for.
 *
 * @source IR(ME)R, employer's inventory of equipment
 */
export interface Asset {
  /** GS1 GIAI, AI (8004), kept to A to Z, 0 to 9 and hyphen, at most 30 characters. */
  readonly assetId: string
  /** As staff say it: MRI 1. */
  readonly name: string
  readonly classId: string
  readonly manufacturer: string
  readonly model: string
  readonly serial: string
  readonly manufacturedYear: number
  /** The day of manufacture, where it is known. */
  readonly manufactured?: LocalDate
  readonly installed: LocalDate
  /** The last refresh: the magnet kept, the rest renewed. It stands beside the age and never instead of it. */
  readonly lastRefreshed?: LocalDate
  readonly siteCode: string
  /** Where it stands, as far as anyone has entered it. */
  readonly place?: Place
  /** The trust's own number for the machine. */
  readonly equipmentNo?: string
  readonly owner: string
  /** Further owners, where a machine belongs to more than one trust. */
  readonly coOwners: readonly string[]
  readonly operator: string
  readonly landlord: string
  /** Who paid, in words: a charity, a programme, the trust's capital. Absent, as all money is, where the trust does not share it. */
  readonly funder?: string
  /** Unique Device Identification: its device part, a GTIN, or the whole with GS1 identifiers, from (01). */
  readonly udi?: string
  /** Code of the Global Medical Device Nomenclature. */
  readonly gmdn?: string
  /** Station names and AE titles under which its exams arrive, so that feeds can be joined to it. */
  readonly dicomAliases: readonly string[]
  readonly capabilities: readonly Capability[]
  readonly linkedAssets: readonly LinkedAsset[]
  readonly feed: Feed
  readonly use?: Use
  readonly warrantyEnds?: LocalDate
  readonly supportEnds?: LocalDate
  readonly softwareVersion?: string
  readonly purchasePricePence?: number
  readonly netBookValuePence?: number
  readonly leaseEnds?: LocalDate
  readonly donated?: boolean
  readonly supplierId?: string
  readonly contractId?: string
  /** The contract as the trust's own list refers to it. */
  readonly contractRef?: string
  readonly contractEnds?: LocalDate
  readonly status: AssetStatus
  readonly comments?: string
  /** True for example data, which every page marks. */
  readonly example: boolean
}
