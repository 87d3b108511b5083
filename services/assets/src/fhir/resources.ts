/** The parts of FHIR R4 that the register speaks. @source https://hl7.org/fhir/R4 */
export interface Coding {
  readonly system: string
  readonly code: string
  readonly display?: string
}

export interface CodeableConcept {
  readonly coding: readonly Coding[]
  readonly text?: string
}

export interface Identifier {
  readonly use?: 'usual' | 'official' | 'secondary'
  readonly type?: { readonly text: string }
  readonly system?: string
  readonly value: string
}

export interface Reference {
  readonly reference: string
  readonly display?: string
}

interface Resource {
  readonly id: string
  readonly meta?: { readonly versionId: string }
  readonly identifier: readonly Identifier[]
}

export interface Device extends Resource {
  readonly resourceType: 'Device'
  readonly udiCarrier?: readonly { readonly deviceIdentifier: string; readonly issuer: string; readonly carrierHRF?: string }[]
  readonly status: 'active' | 'inactive'
  readonly manufacturer: string
  readonly manufactureDate: string
  readonly serialNumber: string
  readonly deviceName: readonly { readonly name: string; readonly type: 'user-friendly-name' }[]
  readonly modelNumber: string
  readonly type: CodeableConcept
  readonly version?: readonly { readonly value: string }[]
  readonly owner: Reference
  readonly location: Reference
}

export interface Location extends Resource {
  readonly resourceType: 'Location'
  readonly status: 'active' | 'inactive'
  readonly name: string
  readonly alias?: readonly string[]
  readonly description?: string
  readonly mode: 'instance'
  readonly extension?: readonly { readonly url: string; readonly valueDate: string }[]
  readonly type?: readonly CodeableConcept[]
  readonly address?: { readonly use: 'work'; readonly postalCode: string; readonly country: string }
  readonly physicalType: CodeableConcept
  readonly position?: { readonly longitude: number; readonly latitude: number }
  readonly managingOrganization: Reference
  readonly partOf?: Reference
}

export interface Organization extends Resource {
  readonly resourceType: 'Organization'
  readonly active: boolean
  readonly type: readonly CodeableConcept[]
  readonly name: string
  readonly alias: readonly string[]
}

export type RegisterResource = Device | Location | Organization

/** Naming systems: published ones, and ours for what has none. */
export const systems = {
  odsOrganisation: 'https://fhir.nhs.uk/Id/ods-organization-code',
  odsSite: 'https://fhir.nhs.uk/Id/ods-site-code',
  giai: 'https://id.gs1.org/8004',
  gln: 'https://id.gs1.org/414',
  gs1Device: 'http://hl7.org/fhir/NamingSystem/gs1-di',
  site: 'urn:nhs:imaging:site',
  building: 'urn:nhs:imaging:building',
  room: 'urn:nhs:imaging:room',
  standsUntil: 'urn:nhs:imaging:stands-until',
  assetClass: 'urn:nhs:imaging:asset-class',
  gmdn: 'http://terminology.hl7.org/CodeSystem/GMDN',
  organisationType: 'http://terminology.hl7.org/CodeSystem/organization-type',
  roleCode: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode',
  physicalType: 'http://terminology.hl7.org/CodeSystem/location-physical-type',
} as const
