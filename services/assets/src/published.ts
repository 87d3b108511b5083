import { currentTraceparent } from '@imaging/observability'
import type { OutgoingMessage } from '@imaging/postgres'
import {
  newEvent,
  type AssetEntry,
  type BuildingSnapshot,
  type ClassSnapshot,
  type ContractSnapshot,
  type ImagingEvent,
  type RoomSnapshot,
  type SiteSnapshot,
} from '@imaging/schemas'
import type { AssetClass, Dated, LifePolicy, Organisation, Site } from '../domain/index.ts'
import { snapshotOf } from './asset-entry.ts'

/** What an event needs besides its data. */
export interface Publishing {
  readonly now: () => Date
  readonly newId: () => string
}

/** The integrated care board speaks for what is no trust's own: the classes of equipment. */
const SHARED_SOURCE = 'QRV'

/** Everything the register says of an asset, to all who follow it. */
export const assetChanged = (entry: AssetEntry, publishing: Publishing): OutgoingMessage =>
  message(
    'imaging.assets',
    newEvent({ ...envelope(entry.assetId, entry.operator, entry.example, publishing), name: 'asset.changed.v1', data: snapshotOf(entry) }),
  )

/** Something was taken out of the register: its key leaves its topic. */
const removedFrom =
  (topic: string) =>
  (key: string): OutgoingMessage => ({ destination: 'kafka', topic, key, headers: {}, body: null })

export const assetRemoved = removedFrom('imaging.assets')
export const buildingRemoved = removedFrom('imaging.buildings')
export const roomRemoved = removedFrom('imaging.rooms')

/** A building or a room speaks in the name of its site. */
export const buildingChanged = (building: BuildingSnapshot, publishing: Publishing): OutgoingMessage =>
  message(
    'imaging.buildings',
    newEvent({
      ...envelope(building.buildingId, building.siteCode, building.example, publishing),
      name: 'building.changed.v1',
      data: building,
    }),
  )

export const roomChanged = (room: RoomSnapshot, publishing: Publishing): OutgoingMessage =>
  message(
    'imaging.rooms',
    newEvent({ ...envelope(room.roomId, room.siteCode, room.example, publishing), name: 'room.changed.v1', data: room }),
  )

export const contractChanged = (contract: ContractSnapshot, publishing: Publishing): OutgoingMessage =>
  message(
    'imaging.contracts',
    newEvent({
      ...envelope(contract.contractId, contract.trust, contract.example, publishing),
      name: 'contract.changed.v1',
      data: contract,
    }),
  )

export const siteChanged = (site: Site, organisations: readonly Organisation[], publishing: Publishing): OutgoingMessage =>
  message(
    'imaging.sites',
    newEvent({
      ...envelope(site.siteCode, site.trust, false, publishing),
      name: 'site.changed.v1',
      data: siteSnapshot(site, organisations),
    }),
  )

export const classChanged = (assetClass: AssetClass, policies: readonly Dated<LifePolicy>[], publishing: Publishing): OutgoingMessage =>
  message(
    'imaging.classes',
    newEvent({
      ...envelope(assetClass.classId, SHARED_SOURCE, false, publishing),
      name: 'class.changed.v1',
      data: classSnapshot(assetClass, policies),
    }),
  )

/** A site as it is published. */
export function siteSnapshot(site: Site, organisations: readonly Organisation[]): SiteSnapshot {
  const { siteCode, name, shortName, kind, trust, operator, landlord, codeIsPlaceholder, gln, postcode, latitude, longitude } = site
  return {
    siteCode,
    name,
    shortName,
    kind,
    trust,
    trustName: organisations.find(({ ods }) => ods === trust)?.name ?? trust,
    operator,
    landlord,
    codeIsPlaceholder,
    ...(gln !== undefined && { gln }),
    ...(postcode !== undefined && { postcode }),
    ...(latitude !== undefined && { latitude }),
    ...(longitude !== undefined && { longitude }),
  }
}

/** A class as it is published: the local normal life for any use, and the usual life by use. */
export function classSnapshot(
  { classId, name, pluralName, ionising, magnet, slotsPerHour, capabilityNames }: AssetClass,
  policies: readonly Dated<LifePolicy>[],
): ClassSnapshot {
  const ofClass = policies.filter((policy) => policy.classId === undefined || policy.classId === classId)
  return {
    classId,
    name,
    pluralName,
    lifePolicies: ofClass
      .filter(({ kind }) => kind === 'flag' || kind === 'usual-life')
      .map(({ from, use, years, source }) => ({ from, use: use ?? 'any', years, source })),
    ionising,
    magnet,
    capabilityNames: [...capabilityNames],
    ...(slotsPerHour !== undefined && { slotsPerHour }),
  }
}

const envelope = (subject: string, ods: string, isExample: boolean, { now, newId }: Publishing) => {
  const time = now().toISOString()
  const traceparent = currentTraceparent()
  return {
    id: newId(),
    source: `urn:nhs:ods:${ods}:register`,
    subject,
    time,
    recordedtime: time,
    ...(traceparent !== undefined && { traceparent }),
    ...(isExample && { example: true }),
  }
}

const message = (topic: string, event: ImagingEvent): OutgoingMessage => ({
  destination: 'kafka',
  topic,
  key: event.subject,
  headers: { 'content-type': 'application/cloudevents+json' },
  body: JSON.stringify(event),
})
