import type { Device, Location, Organization } from './resources.ts'
import { codesOf, matchesReference, matchesToken, type SearchParameters } from './search.ts'

/** What devices can be searched by. */
export const deviceParameters: SearchParameters<Device> = {
  _id: { type: 'token', matches: ({ id }, wanted) => id === wanted },
  identifier: { type: 'token', matches: ({ identifier }, wanted) => matchesToken(identifier, wanted) },
  organization: { type: 'reference', matches: ({ owner }, wanted) => matchesReference(owner.reference, wanted) },
  // A site finds what stands in its rooms and buildings too: their ids begin with its code.
  location: {
    type: 'reference',
    matches: ({ location: { reference } }, wanted) =>
      matchesReference(reference, wanted) || matchesReference(reference.replace(/-[BR]-.*$/, ''), wanted),
  },
  type: { type: 'token', matches: ({ type }, wanted) => matchesToken(codesOf([type]), wanted) },
  status: {
    type: 'token',
    matches: ({ status }, wanted) => matchesToken([{ system: 'http://hl7.org/fhir/device-status', value: status }], wanted),
  },
}

/** What locations can be searched by. */
export const locationParameters: SearchParameters<Location> = {
  _id: { type: 'token', matches: ({ id }, wanted) => id === wanted },
  identifier: { type: 'token', matches: ({ identifier }, wanted) => matchesToken(identifier, wanted) },
  organization: {
    type: 'reference',
    matches: ({ managingOrganization }, wanted) => matchesReference(managingOrganization.reference, wanted),
  },
  type: { type: 'token', matches: ({ type }, wanted) => matchesToken(codesOf(type ?? []), wanted) },
  partof: { type: 'reference', matches: ({ partOf }, wanted) => partOf !== undefined && matchesReference(partOf.reference, wanted) },
  status: {
    type: 'token',
    matches: ({ status }, wanted) => matchesToken([{ system: 'http://hl7.org/fhir/location-status', value: status }], wanted),
  },
}

/** What organisations can be searched by. */
export const organizationParameters: SearchParameters<Organization> = {
  _id: { type: 'token', matches: ({ id }, wanted) => id === wanted },
  identifier: { type: 'token', matches: ({ identifier }, wanted) => matchesToken(identifier, wanted) },
  type: { type: 'token', matches: ({ type }, wanted) => matchesToken(codesOf(type), wanted) },
}
