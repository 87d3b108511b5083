import { describe, expect, it } from 'vitest'
import { newIdentityKeys, readIdentityKeys, readPrivateKey } from './identity-keys.ts'

describe('files of keys', () => {
  it('bring back the keys they were written from', async () => {
    const { privateKey, publicKey } = await newIdentityKeys('web', true)
    expect(readIdentityKeys(JSON.stringify({ keys: [publicKey] }))).toEqual({ keys: [publicKey] })
    expect(readPrivateKey(JSON.stringify(privateKey))).toEqual(privateKey)
  })

  it('hold nothing private where everybody reads', async () => {
    const { privateKey, publicKey } = await newIdentityKeys('web', true)
    expect(JSON.stringify(publicKey)).not.toContain(String(privateKey.jwk.d))
    expect(() => readPrivateKey(JSON.stringify({ service: 'web', jwk: publicKey }))).toThrow('it needs "service" and "jwk" with "d"')
  })

  it.each([
    ['another kind of key', { kty: 'RSA', n: 'a', e: 'b', kid: 'web', speaksForOthers: true }],
    ['a key without an owner', { kty: 'OKP', crv: 'Ed25519', x: 'a', speaksForOthers: true }],
    ['a key that does not say for whom it speaks', { kty: 'OKP', crv: 'Ed25519', x: 'a', kid: 'web' }],
  ])('are refused with %s', (_, key) => {
    expect(() => readIdentityKeys(JSON.stringify({ keys: [key] }))).toThrow('The file of public keys is not one')
  })
})
