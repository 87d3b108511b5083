import { generateKeyPairSync } from 'node:crypto'
import { CompactSign, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { exampleRecord, exampleRoots } from '../domain/testing/example-record.ts'
import { slowIsBelievable } from '../domain/testing/slow-verify.ts'
import { canonical, canonicalDigest } from './canonical-digest.ts'
import { createRootSigner, signatureCheck } from './root-signature.ts'

const newKey = () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  return { privateKey, jwk: privateKey.export({ format: 'jwk' }) as JWK }
}
const { privateKey, jwk } = newKey()
const signer = await createRootSigner(jwk)
const check = await signatureCheck({ keys: [signer.publicKey] })
const [unsigned] = exampleRoots(exampleRecord('RYJ', 3, canonicalDigest), [3], canonicalDigest)
const { hashes, signature: _, ...root } = unsigned!
const signed = { ...root, hashes, signature: await signer.sign(root) }

describe('the signature of a root', () => {
  it('is believed, also by who looks with nothing of ours', async () => {
    expect(await check(signed)).toBeUndefined()
    expect(slowIsBelievable(signed, signer.publicKey.x)).toBe(true)
  })

  it.each<[string, Partial<typeof signed>]>([
    ['organisation', { organisation: 'RAS' }],
    ['after', { after: 1 }],
    ['sequence', { sequence: 4 }],
    ['hash', { hash: '0'.repeat(64) }],
    ['digest', { digest: '0'.repeat(64) }],
    ['at', { at: '2026-06-05T10:05:00.001Z' }],
    ['signature', { signature: `${signed.signature.slice(0, -4)}AAAA` }],
    ['form', { signature: 'nothing' }],
  ])('of another %s is not', async (_, change) => {
    expect(await check({ ...signed, ...change })).toEqual(expect.any(String))
    if (change.signature !== 'nothing') expect(slowIsBelievable({ ...signed, ...change }, signer.publicKey.x)).toBe(false)
  })

  it('of another key is not, whatever the key calls itself', async () => {
    const other = await createRootSigner(newKey().jwk)
    expect(await check({ ...signed, signature: await other.sign(root) })).toBe('it was signed with a key that is not known')
    const kid = signer.publicKey.kid
    const asOurs = await new CompactSign(Buffer.from(canonical(root))).setProtectedHeader({ alg: 'EdDSA', kid }).sign(newKey().privateKey)
    expect(await check({ ...signed, signature: asOurs })).toBe('its signature is not one')
  })

  it('made by our key for something else is not', async () => {
    const header = { alg: 'EdDSA', kid: signer.publicKey.kid, typ: 'imaging-identity+jwt' }
    const other = await new CompactSign(Buffer.from(canonical(root))).setProtectedHeader(header).sign(privateKey)
    expect(await check({ ...signed, signature: other })).toBe('what was signed is something else')
  })
})

describe('a key that signs', () => {
  it('is a private Ed25519 key', async () => {
    const { d: _, ...publicOnly } = jwk
    await expect(createRootSigner(publicOnly)).rejects.toThrow(/must be a private Ed25519 key/)
    const { privateKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await expect(createRootSigner(other.export({ format: 'jwk' }) as JWK)).rejects.toThrow(RangeError)
  })
})
