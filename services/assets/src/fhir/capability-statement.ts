import { deviceParameters, locationParameters, organizationParameters } from './search-parameters.ts'

const searched = { Device: deviceParameters, Location: locationParameters, Organization: organizationParameters }

/** What this API can do, in FHIR's own words. @source https://hl7.org/fhir/R4/capabilitystatement.html */
export const capabilityStatement = {
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: '2026-11-22',
  kind: 'instance',
  software: { name: 'Imaging asset register' },
  implementation: { description: 'The register of imaging equipment of the four acute trusts of North West London' },
  fhirVersion: '4.0.1',
  format: ['application/fhir+json'],
  rest: [
    {
      mode: 'server',
      resource: Object.entries(searched).map(([type, parameters]) => ({
        type,
        interaction: [{ code: 'read' }, { code: 'search-type' }],
        versioning: 'no-version',
        searchParam: Object.entries(parameters).map(([name, parameter]) => ({ name, type: parameter.type })),
      })),
    },
  ],
}
