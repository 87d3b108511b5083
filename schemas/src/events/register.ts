import { Type, type Static } from 'typebox'
import { envelope } from '../envelope.ts'
import { AssetId, BuildingId, ClassId, Code, ContractId, LocalDate, Note, OdsCode, RoomId, SupplierId } from '../identifiers.ts'

const Name = Type.String({ minLength: 1, maxLength: 200 })
const Optional = Type.Optional
const Gln = Type.String({ pattern: '^\\d{13}$', description: 'GS1 GLN, AI (414)' })

/** Local wall-clock time in steps of a minute; 24:00 ends a day. */
const TimeOfDay = Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' })
const OpenRange = Type.Object({ from: TimeOfDay, to: TimeOfDay })
const OpenRanges = Type.Array(OpenRange, { maxItems: 12 })

/** Hours as a hospital or a contract states them: dated weekly patterns with exceptions. A day left out is closed. */
export const Hours = Type.Object({
  name: Optional(Name),
  timeZone: Optional(Type.Literal('Europe/London')),
  patterns: Type.Array(
    Type.Object({
      validFrom: Optional(LocalDate),
      validTo: Optional(LocalDate),
      week: Type.Object({
        monday: Optional(OpenRanges),
        tuesday: Optional(OpenRanges),
        wednesday: Optional(OpenRanges),
        thursday: Optional(OpenRanges),
        friday: Optional(OpenRanges),
        saturday: Optional(OpenRanges),
        sunday: Optional(OpenRanges),
      }),
    }),
    { minItems: 1, maxItems: 100, description: '`validTo` is exclusive; between patterns it is closed' },
  ),
  exceptions: Optional(Type.Array(Type.Object({ date: LocalDate, hours: OpenRanges, reason: Optional(Name) }), { maxItems: 2000 })),
})
export type Hours = Static<typeof Hours>

export const Capability = Type.Object({ code: Code, value: Optional(Type.Number()), unit: Optional(Type.String({ maxLength: 20 })) })

/** What a scanner depends on, and what stops when it fails. */
export const LinkedAsset = Type.Object({
  assetId: Optional(AssetId),
  kind: Type.Enum(['injector', 'coil', 'chiller', 'ups', 'workstation', 'other']),
  name: Name,
  dependency: Type.Enum(['stops', 'limits']),
})

/** Where an asset stands: a room, which says its building, or a building where there is no room of its own. */
export const Place = Type.Object({ roomId: Optional(RoomId), buildingId: Optional(BuildingId) }, { minProperties: 1, maxProperties: 1 })
export type Place = Static<typeof Place>

/** Everything the register says about one asset, whole, each time it changes. */
export const AssetChangedV1 = envelope(
  'asset.changed.v1',
  Type.Object({
    assetId: AssetId,
    name: Type.String({ minLength: 1, maxLength: 60, description: 'As staff say it, for example MRI 1' }),
    classId: ClassId,
    status: Type.Enum(['IN_USE', 'DECOMMISSIONED']),
    validFrom: LocalDate,
    manufacturer: Name,
    model: Name,
    serial: Type.String({ minLength: 1, maxLength: 60 }),
    siteCode: OdsCode,
    place: Optional(Place),
    owner: OdsCode,
    operator: OdsCode,
    landlord: OdsCode,
    funder: Name,
    manufactured: Optional(LocalDate),
    installed: LocalDate,
    lastRefreshed: Optional(LocalDate),
    warrantyEnds: Optional(LocalDate),
    supportEnds: Optional(LocalDate),
    softwareVersion: Optional(Name),
    purchasePricePence: Optional(Type.Integer({ minimum: 0 })),
    netBookValuePence: Optional(Type.Integer({ minimum: 0 })),
    leaseEnds: Optional(LocalDate),
    donated: Type.Boolean(),
    udi: Optional(Type.String({ maxLength: 120 })),
    gmdn: Optional(Type.String({ maxLength: 20 })),
    dicomAliases: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 20 }),
    capabilities: Type.Array(Capability, { maxItems: 40 }),
    linkedAssets: Type.Array(LinkedAsset, { maxItems: 40 }),
    supplierId: Optional(SupplierId),
    contractId: Optional(ContractId),
    operatingHours: Hours,
    sessionHours: Optional(Hours),
    feed: Type.Object({ fitted: Type.Boolean(), expectedEveryS: Optional(Type.Integer({ minimum: 1, maximum: 604_800 })) }),
    example: Type.Boolean(),
  }),
)
export type AssetChangedV1 = Static<typeof AssetChangedV1>
export type AssetSnapshot = AssetChangedV1['data']

export const SiteChangedV1 = envelope(
  'site.changed.v1',
  Type.Object({
    siteCode: OdsCode,
    name: Name,
    shortName: Name,
    kind: Type.Enum(['hospital', 'community-diagnostic-centre']),
    trust: OdsCode,
    trustName: Name,
    operator: OdsCode,
    landlord: Optional(OdsCode),
    codeIsPlaceholder: Type.Boolean(),
    gln: Optional(Gln),
    postcode: Optional(Type.String({ maxLength: 10 })),
    latitude: Optional(Type.Number()),
    longitude: Optional(Type.Number()),
  }),
)
export type SiteChangedV1 = Static<typeof SiteChangedV1>
export type SiteSnapshot = SiteChangedV1['data']

/**
 * A building has a life of its own: no magnet goes into one that is to be rebuilt, and its landlord has to consent.
 *
 * @source design, places as they are: a building has a life, and its landlord consents; operator, landlord and funder are three fields
 */
export const BuildingChangedV1 = envelope(
  'building.changed.v1',
  Type.Object({
    buildingId: BuildingId,
    siteCode: OdsCode,
    name: Name,
    validFrom: LocalDate,
    landlord: { ...OdsCode, description: 'Whose consent changes to the building need' },
    endOfLife: Optional({ ...LocalDate, description: 'From this day nothing should rely on it' }),
    rebuild: Optional(
      Type.Object({
        programme: { ...Name, description: 'For example New Hospital Programme' },
        worksFrom: Optional({ ...LocalDate, description: 'From this day it cannot be used' }),
        worksTo: Optional({ ...LocalDate, description: 'From this day its successor can be used' }),
      }),
    ),
    notes: Optional(Note),
    example: Type.Boolean(),
  }),
)
export type BuildingChangedV1 = Static<typeof BuildingChangedV1>
export type BuildingSnapshot = BuildingChangedV1['data']

/**
 * A room that holds scanners: what it offers decides what can go into it. What is absent is not known.
 *
 * @source design, places as they are: a room has a life, power, floor and access; the works a replacement depends on: room, power,
 * chiller, crane, shielding
 * @source GS1 General Specifications, AI (414)
 */
export const RoomChangedV1 = envelope(
  'room.changed.v1',
  Type.Object({
    roomId: RoomId,
    siteCode: OdsCode,
    buildingId: Optional(BuildingId),
    name: Name,
    level: Optional(Name),
    validFrom: LocalDate,
    gln: Optional(Gln),
    endOfLife: Optional({ ...LocalDate, description: 'From this day its shielding and services need renewing' }),
    shielding: Optional(
      Type.Array(Type.Enum(['x-ray', 'gamma', 'radio-frequency', 'magnetic']), { maxItems: 4, description: 'Empty: it has none' }),
    ),
    floorLoadKg: Optional(Type.Integer({ minimum: 0, maximum: 200_000, description: 'What the floor bears in one machine' })),
    powerKva: Optional(Type.Number({ minimum: 0, maximum: 5_000, description: 'What its supply gives' })),
    chilledWaterKw: Optional(Type.Number({ minimum: 0, maximum: 5_000, description: 'Heat its chilled water takes away; 0: it has none' })),
    access: Optional(Type.Enum(['route', 'crane'], { description: 'How a machine gets in: through the building, or by crane' })),
    asbestos: Optional(Type.Enum(['none-found', 'present'])),
    surveyDue: Optional(LocalDate),
    notes: Optional(Note),
    example: Type.Boolean(),
  }),
)
export type RoomChangedV1 = Static<typeof RoomChangedV1>
export type RoomSnapshot = RoomChangedV1['data']

/** Terms by which a contract counts hours. All of it is data, and dated. */
export const ContractTerms = Type.Object({
  from: LocalDate,
  to: Optional(LocalDate),
  coverHours: Hours,
  countsAgreedPlannedWork: Type.Boolean({ description: 'Whether cover hours include agreed planned work' }),
  degradedWeight: Type.Number({ minimum: 0, maximum: 1 }),
  clockStarts: Type.Enum(['call-logged-with-access', 'fault']),
  clockEnds: Type.Enum(['hand-back', 'return-to-use']),
  clockRuns: Type.Enum(['cover-hours', 'elapsed']),
  excludedCauses: Type.Array(Code, { maxItems: 40 }),
  responseMinutes: Type.Object({ P1: Type.Integer({ minimum: 1 }), P2: Type.Integer({ minimum: 1 }), P3: Type.Integer({ minimum: 1 }) }),
  repairMinutes: Type.Object({ P1: Type.Integer({ minimum: 1 }), P2: Type.Integer({ minimum: 1 }), P3: Type.Integer({ minimum: 1 }) }),
  uptimeTarget: Type.Number({ minimum: 0, maximum: 1 }),
})
export type ContractTerms = Static<typeof ContractTerms>

export const ContractChangedV1 = envelope(
  'contract.changed.v1',
  Type.Object({
    contractId: ContractId,
    supplierId: SupplierId,
    supplierName: Name,
    trust: OdsCode,
    from: LocalDate,
    to: Optional(LocalDate),
    terms: Type.Array(ContractTerms, { minItems: 1, maxItems: 40 }),
    example: Type.Boolean(),
  }),
)
export type ContractChangedV1 = Static<typeof ContractChangedV1>
export type ContractSnapshot = ContractChangedV1['data']

/** A class of asset is configuration: a surgical robot is added by data. */
export const ClassChangedV1 = envelope(
  'class.changed.v1',
  Type.Object({
    classId: ClassId,
    name: Name,
    pluralName: Name,
    lifePolicies: Type.Array(
      Type.Object({
        from: LocalDate,
        use: Type.Enum(['any', 'high', 'mid', 'low']),
        years: Type.Number({ minimum: 1, maximum: 40 }),
        source: Name,
      }),
      { minItems: 1, maxItems: 40 },
    ),
    ionising: Type.Boolean(),
    magnet: Type.Boolean(),
    capabilityNames: Type.Array(Type.Object({ code: Code, name: Name }), { maxItems: 100 }),
    slotsPerHour: Optional(Type.Number({ minimum: 0, maximum: 60 })),
  }),
)
export type ClassChangedV1 = Static<typeof ClassChangedV1>
export type ClassSnapshot = ClassChangedV1['data']
