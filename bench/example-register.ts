import { readFileSync } from 'node:fs'
import type { OutgoingRecord } from '@imaging/event-log'
import {
  newEvent,
  SEES_NOTHING,
  type AssetSnapshot,
  type ClassSnapshot,
  type ContractSnapshot,
  type EventName,
  type EventNamed,
  type PersonIdentity,
  type SiteSnapshot,
  type TelemetryReadingV1,
} from '@imaging/schemas'
import type { Dice } from './dice.ts'

/** The classes of the example fleet, in turn. */
export const CLASSES = ['mri', 'ct', 'x-ray'] as const
export type ClassId = (typeof CLASSES)[number]

/** The four acute trusts. */
const OPERATORS = ['RYJ', 'R1K', 'RQM', 'RAS'] as const

/** Somebody with whom all four trusts share their status: the whole example fleet is theirs to see. */
export const SEES_THE_FLEET: PersonIdentity = {
  kind: 'person',
  id: 'radiology-manager@RYJ',
  name: 'Example radiology manager',
  role: 'radiology-manager',
  organisation: 'RYJ',
  organisationKind: 'trust',
  sees: { ...SEES_NOTHING, own: ['RYJ'], status: [...OPERATORS] },
}

/** An example scanner, with the source that may speak for it. */
export interface ExampleAsset {
  readonly assetId: string
  readonly classId: ClassId
  readonly source: string
}

/** The nth scanner of the example fleet. */
export function exampleAsset(index: number): ExampleAsset {
  const classId = CLASSES[index % CLASSES.length] ?? 'mri'
  const operator = OPERATORS[index % OPERATORS.length] ?? 'RYJ'
  const number = String(index + 1).padStart(4, '0')
  return {
    assetId: `${operator}-${classId.replace('-', '').toUpperCase()}-${number}`,
    classId,
    source: `urn:nhs:ods:${operator}:example-gateway`,
  }
}

const CONTENT_TYPE = { 'content-type': 'application/cloudevents+json' }

/** An event as a record of its topic. */
export const recordOf = (event: { readonly subject: string }): OutgoingRecord => ({
  key: event.subject,
  headers: CONTENT_TYPE,
  body: JSON.stringify(event),
})

const example = <Data>(name: EventName): Data =>
  (JSON.parse(readFileSync(new URL(`../schemas/examples/events/${name}/valid.json`, import.meta.url), 'utf8')) as { readonly data: Data })
    .data

/** A reading of a scanner at an instant: one channel, quiet about its usual value. */
export function exampleReading({ assetId, classId, source }: ExampleAsset, atMs: number, dice: Dice): TelemetryReadingV1 {
  const observedAt = new Date(atMs).toISOString()
  const usual =
    classId === 'mri' ? { channel: 'shield-temperature', unit: 'K', value: 42 } : { channel: 'filament-current', unit: 'A', value: 5 }
  const readings = [{ ...usual, value: usual.value + dice.whole(-10, 10) / 1_000 }]
  return newEvent({
    id: dice.uuid(atMs),
    name: 'telemetry.reading.v1',
    source,
    subject: assetId,
    time: observedAt,
    example: true,
    data: { assetId, observedAt, readings },
  })
}

/** Everything a service must know of a fleet of so many scanners, by topic. Example data throughout. */
export function exampleRegister(assets: number, dice: Dice, nowMs: number): ReadonlyMap<string, readonly OutgoingRecord[]> {
  const snapshot = <Name extends EventName>(name: Name, subject: string, data: EventNamed<Name>['data']): OutgoingRecord =>
    recordOf(
      newEvent({
        id: dice.uuid(nowMs),
        name,
        source: 'urn:nhs:ods:RYJ:imaging',
        subject,
        time: new Date(nowMs).toISOString(),
        example: true,
        data,
      }),
    )
  const site = example<SiteSnapshot>('site.changed.v1')
  const contract = example<ContractSnapshot>('contract.changed.v1')
  const assetClass = example<ClassSnapshot>('class.changed.v1')
  return new Map([
    [
      'imaging.sites',
      OPERATORS.map((trust) => snapshot('site.changed.v1', siteOf(trust), { ...site, siteCode: siteOf(trust), trust, operator: trust })),
    ],
    [
      'imaging.contracts',
      OPERATORS.map((trust) => snapshot('contract.changed.v1', contractOf(trust), { ...contract, contractId: contractOf(trust), trust })),
    ],
    [
      'imaging.classes',
      CLASSES.map((classId) => snapshot('class.changed.v1', classId, { ...assetClass, classId, name: classId.toUpperCase() })),
    ],
    [
      'imaging.assets',
      Array.from({ length: assets }, (_, index) => snapshot('asset.changed.v1', exampleAsset(index).assetId, assetSnapshot(index))),
    ],
  ])
}

const siteOf = (trust: string): string => `${trust}01`
const contractOf = (trust: string): string => `C-${trust}-EXAMPLE`

function assetSnapshot(index: number): AssetSnapshot {
  const { assetId, classId, source } = exampleAsset(index)
  const operator = source.split(':')[3] ?? ''
  return {
    ...example<AssetSnapshot>('asset.changed.v1'),
    assetId,
    name: `${classId.toUpperCase()} ${index + 1}`,
    classId,
    serial: `EX-${index + 1}`,
    siteCode: siteOf(operator),
    owner: operator,
    operator,
    landlord: operator,
    contractId: contractOf(operator),
    // Older than anything a benchmark tells of it.
    validFrom: '2014-04-01',
    installed: '2014-04-01',
    example: true,
  }
}
