import type { LocalDate } from '@imaging/calendar'
import {
  isOpenOn,
  recordsAt,
  standsUntil,
  type AssetClass,
  type Building,
  type Organisation,
  type Places,
  type Room,
  type Site,
} from '../../domain/index.ts'
import type { HeldAsset } from '../asset-repository.ts'
import type { Reference as RegisterReference } from '../reference-repository.ts'
import {
  systems,
  type CodeableConcept,
  type Device,
  type Identifier,
  type Location,
  type Organization,
  type Reference,
} from './resources.ts'

/**
 * An asset as a FHIR Device.
 *
 * It stands in its room, else in its building, else at its site.
 * Its owner there is "responsible for the provision and ongoing maintenance", which is the trust that runs it.
 *
 * @source https://hl7.org/fhir/R4/device.html
 */
export function deviceOf({ entry, version }: HeldAsset, { sites, organisations, classes }: RegisterReference, places: Places): Device {
  const { assetId, equipmentNo, udi, softwareVersion } = entry
  const assetClass = classes.find(({ classId }) => classId === entry.classId)
  const site = sites.find(({ siteCode }) => siteCode === entry.siteCode)
  const operator = organisations.find(({ ods }) => ods === entry.operator)
  return {
    resourceType: 'Device',
    id: assetId,
    meta: { versionId: String(version) },
    identifier: [
      { use: 'official', type: { text: 'GIAI' }, system: systems.giai, value: assetId },
      ...(equipmentNo === undefined
        ? []
        : [{ use: 'secondary', type: { text: 'Equipment number' }, value: equipmentNo } satisfies Identifier]),
    ],
    ...(udi !== undefined && { udiCarrier: [udiCarrier(udi)] }),
    status: entry.status === 'IN_USE' ? 'active' : 'inactive',
    manufacturer: entry.manufacturer,
    manufactureDate: entry.manufactured ?? String(entry.manufacturedYear),
    serialNumber: entry.serial,
    deviceName: [{ name: entry.name, type: 'user-friendly-name' }],
    modelNumber: entry.model,
    type: typeOf(entry.classId, assetClass, entry.gmdn),
    ...(softwareVersion !== undefined && { version: [{ value: softwareVersion }] }),
    owner: organisationReference(entry.operator, operator),
    location: locationReference(site, recordsAt(entry.place, places), entry.siteCode),
  }
}

/** The narrowest place that is known, said from there outwards: MRI 1, North wing, St Mary's Hospital. */
function locationReference(site: Site | undefined, { room, building }: ReturnType<typeof recordsAt>, siteCode: string): Reference {
  const display = [room, building, site].flatMap((place) => place?.name ?? []).join(', ')
  return { reference: `Location/${room?.roomId ?? building?.buildingId ?? siteCode}`, ...(display !== '' && { display }) }
}

/** A device identification: the GTIN alone, or the whole with the GTIN behind (01). */
function udiCarrier(udi: string): NonNullable<Device['udiCarrier']>[number] {
  const [, gtin] = /^\(01\)(\d{14})/.exec(udi) ?? []
  return { deviceIdentifier: gtin ?? udi, issuer: systems.gs1Device, ...(gtin !== undefined && { carrierHRF: udi }) }
}

const typeOf = (classId: string, assetClass: AssetClass | undefined, gmdn: string | undefined): CodeableConcept => ({
  coding: [
    { system: systems.assetClass, code: classId, ...(assetClass && { display: assetClass.name }) },
    ...(gmdn === undefined ? [] : [{ system: systems.gmdn, code: gmdn }]),
  ],
  ...(assetClass && { text: assetClass.name }),
})

const organisationReference = (ods: string, organisation: Organisation | undefined): Reference => ({
  reference: `Organization/${ods}`,
  ...(organisation && { display: organisation.name }),
})

/** A site as a FHIR Location; a code of ours that stands in for an unknown ODS code says so by its system. */
export function locationOf(site: Site, organisations: readonly Organisation[], today: LocalDate): Location {
  const { siteCode, postcode, longitude, latitude } = site
  const isHospital = site.kind === 'hospital'
  return {
    resourceType: 'Location',
    id: siteCode,
    identifier: [
      ...(site.codeIsPlaceholder
        ? [{ use: 'usual', system: systems.site, value: siteCode } satisfies Identifier]
        : [
            { use: 'official', system: systems.odsSite, value: siteCode } satisfies Identifier,
            { use: 'secondary', system: systems.odsOrganisation, value: siteCode } satisfies Identifier,
          ]),
      ...(site.gln === undefined ? [] : [{ use: 'secondary', system: systems.gln, value: site.gln } satisfies Identifier]),
    ],
    status: isOpenOn(site, today) ? 'active' : 'inactive',
    name: site.name,
    alias: [site.shortName],
    mode: 'instance',
    type: [
      {
        coding: [
          isHospital
            ? { system: systems.roleCode, code: 'HOSP', display: 'Hospital' }
            : { system: systems.roleCode, code: 'DX', display: 'Diagnostics or therapeutics unit' },
        ],
        text: isHospital ? 'Hospital' : 'Community diagnostic centre',
      },
    ],
    ...(postcode !== undefined && { address: { use: 'work', postalCode: postcode, country: 'GB' } }),
    physicalType: { coding: [{ system: systems.physicalType, code: 'si', display: 'Site' }] },
    ...(longitude !== undefined && latitude !== undefined && { position: { longitude, latitude } }),
    managingOrganization: organisationReference(
      site.operator,
      organisations.find(({ ods }) => ods === site.operator),
    ),
  }
}

/** A building as a FHIR Location, part of its site and run as the site is; FHIR has no landlord. */
export const buildingLocation = (
  building: Building,
  site: Site | undefined,
  organisations: readonly Organisation[],
  today: LocalDate,
): Location => {
  const { buildingId, rebuild } = building
  const until = standsUntil(building)
  return {
    ...inside(site, organisations, building, until, today),
    id: buildingId,
    identifier: [{ use: 'official', system: systems.building, value: buildingId }],
    ...(rebuild && { description: `To be rebuilt: ${rebuild.programme}` }),
    physicalType: { coding: [{ system: systems.physicalType, code: 'bu', display: 'Building' }] },
    partOf: { reference: `Location/${building.siteCode}`, ...(site && { display: site.name }) },
  }
}

/** A room as a FHIR Location, part of its building where that is known, else of its site. */
export const roomLocation = (
  room: Room,
  building: Building | undefined,
  site: Site | undefined,
  organisations: readonly Organisation[],
  today: LocalDate,
): Location => {
  const { roomId, gln, level } = room
  const whole = building ?? site
  return {
    ...inside(site, organisations, room, room.endOfLife, today),
    id: roomId,
    identifier: [
      { use: 'official', system: systems.room, value: roomId },
      ...(gln === undefined ? [] : [{ use: 'secondary', system: systems.gln, value: gln } satisfies Identifier]),
    ],
    ...(level !== undefined && { description: level }),
    physicalType: { coding: [{ system: systems.physicalType, code: 'ro', display: 'Room' }] },
    partOf: { reference: `Location/${building?.buildingId ?? room.siteCode}`, ...(whole && { display: whole.name }) },
  }
}

/** What a building and a room say alike: whether it can still be used, and until when. */
const inside = (
  site: Site | undefined,
  organisations: readonly Organisation[],
  { name, siteCode }: Pick<Building, 'name' | 'siteCode'>,
  until: LocalDate | undefined,
  today: LocalDate,
) => {
  const operator = organisations.find(({ ods }) => ods === site?.operator)
  return {
    resourceType: 'Location',
    ...(until !== undefined && { extension: [{ url: systems.standsUntil, valueDate: until }] }),
    status: until !== undefined && until <= today ? 'inactive' : 'active',
    name,
    mode: 'instance',
    managingOrganization: organisationReference(site?.operator ?? siteCode, operator),
  } as const
}

/** An organisation as a FHIR Organization. */
export const organizationOf = ({ ods, name, shortName, alsoWritten, kind }: Organisation): Organization => ({
  resourceType: 'Organization',
  id: ods,
  identifier: [{ use: 'official', system: systems.odsOrganisation, value: ods }],
  active: true,
  type: [
    {
      coding: [
        kind === 'integrated-care-board'
          ? { system: systems.organisationType, code: 'govt', display: 'Government' }
          : { system: systems.organisationType, code: 'prov', display: 'Healthcare Provider' },
      ],
    },
  ],
  name,
  alias: [shortName, ...alsoWritten],
})
