import { describe, expect, it } from 'vitest'
import { webConfig } from './config.ts'

const complete = {
  WEB_SECRET: 'x'.repeat(32),
  ASSETS_URL: 'http://127.0.0.1:1',
  TELEMETRY_URL: 'http://127.0.0.1:2',
  AVAILABILITY_URL: 'http://127.0.0.1:3',
  MAINTENANCE_URL: 'http://127.0.0.1:4',
  ACCESS_URL: 'http://127.0.0.1:5',
  RECORD_URL: 'http://127.0.0.1:6',
  IDENTITY_PRIVATE_KEY_FILE: '/etc/imaging/web.json',
  OIDC_ISSUER: 'https://issuer.example',
  OIDC_CLIENT_ID: 'imaging-web',
  OIDC_CLIENT_SECRET: 'secret of the client',
}

describe('webConfig', () => {
  it('is neutral and no example run unless told otherwise', () => {
    expect(webConfig(complete)).toMatchObject({
      exampleRun: false,
      organisation: undefined,
      port: 3000,
      publicOrigin: 'http://localhost:3000',
      oidc: { audience: 'http://localhost:3000/api/v1' },
    })
  })

  it.each([
    ['OIDC_ISSUER', 'http://issuer.example'],
    ['WEB_ORIGIN', 'http://imaging.example'],
    ['WEB_ORIGIN', 'http://127.0.0.1:3000'],
  ])('refuses %s without TLS anywhere but on this machine (%s)', (name, value) =>
    expect(() => webConfig({ ...complete, [name]: value })).toThrow(name),
  )

  it('switches the organisational header on by name', () => {
    const config = webConfig({
      ...complete,
      ORGANISATION_NAME: 'North West London',
      ORGANISATION_DESCRIPTOR: 'Acute Provider Collaborative',
    })
    expect(config.organisation).toEqual({ name: 'North West London', split: undefined, descriptor: 'Acute Provider Collaborative' })
  })

  it.each(Object.keys(complete))('names %s when it is missing', (name) => {
    expect(() => webConfig({ ...complete, [name]: undefined })).toThrow(name)
  })

  it('refuses a secret too short to sign with', () => expect(() => webConfig({ ...complete, WEB_SECRET: 'short' })).toThrow('WEB_SECRET'))
})
