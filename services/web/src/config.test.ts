import { describe, expect, it } from 'vitest'
import { webConfig } from './config.ts'

const complete = {
  WEB_SECRET: 'x'.repeat(32),
  ASSETS_URL: 'http://127.0.0.1:1',
  TELEMETRY_URL: 'http://127.0.0.1:2',
  AVAILABILITY_URL: 'http://127.0.0.1:3',
  MAINTENANCE_URL: 'http://127.0.0.1:4',
}

describe('webConfig', () => {
  it('is neutral and no example run unless told otherwise', () => {
    expect(webConfig(complete)).toMatchObject({
      exampleRun: false,
      organisation: undefined,
      port: 3000,
      publicOrigin: 'http://localhost:3000',
    })
  })

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
