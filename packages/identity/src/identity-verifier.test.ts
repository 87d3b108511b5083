import { createHmac } from 'node:crypto'
import { SEES_NOTHING, type Identity } from '@imaging/schemas'
import fc from 'fast-check'
import { SignJWT, UnsecuredJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { newIdentityKeys, usable, type PrivateKey } from './identity-keys.ts'
import { createIdentitySigner, type IdentitySigner } from './identity-signer.ts'
import { ALGORITHM, CLOCK_TOLERANCE_S, IDENTITY_CLAIM, TOKEN_LIFE_S } from './identity-token.ts'
import { createIdentityVerifier, RefusedToken, type IdentityVerifier } from './identity-verifier.ts'
import { personOf } from './testing.ts'

const NOON_MS = Date.parse('2026-03-01T12:00:00Z')
const AUDIENCE = 'assets'
const TYPE = 'imaging-identity+jwt'
const person = personOf('radiology-manager', 'RYJ')
const worker: Identity = { kind: 'service', name: 'worker' }

let nowMs = NOON_MS
const now = (): Date => new Date(nowMs)
let keys: Record<'gateway' | 'worker' | 'stranger', Awaited<ReturnType<typeof newIdentityKeys>>>
let gateway: IdentitySigner
let asWorker: IdentitySigner
let stranger: IdentitySigner
beforeAll(async () => {
  keys = {
    gateway: await newIdentityKeys('gateway', true),
    worker: await newIdentityKeys('worker', false),
    stranger: await newIdentityKeys('stranger', true),
  }
  const signer = ({ privateKey }: { readonly privateKey: PrivateKey }): Promise<IdentitySigner> =>
    createIdentitySigner({ key: privateKey, now })
  gateway = await signer(keys.gateway)
  asWorker = await signer(keys.worker)
  stranger = await signer(keys.stranger)
})

/** A verifier that has seen no token yet; it knows the gateway and the worker. */
const verifier = (audience = AUDIENCE): Promise<IdentityVerifier> =>
  createIdentityVerifier({ audience, keys: { keys: [keys.gateway.publicKey, keys.worker.publicKey] }, now })

const at = async <T>(ms: number, work: () => Promise<T>): Promise<T> => {
  nowMs = ms
  try {
    return await work()
  } finally {
    nowMs = NOON_MS
  }
}

/** A token signed by the gateway, with what a forger would change. */
async function forged(claims: Record<string, unknown>, header: { readonly kid?: string; readonly typ?: string } = {}): Promise<string> {
  const s = NOON_MS / 1000
  const sound = { iss: 'gateway', aud: AUDIENCE, iat: s, exp: s + TOKEN_LIFE_S, jti: crypto.randomUUID(), [IDENTITY_CLAIM]: person }
  return new SignJWT({ ...sound, ...claims })
    .setProtectedHeader({ alg: ALGORITHM, kid: 'gateway', typ: TYPE, ...header })
    .sign(await usable(keys.gateway.privateKey.jwk))
}

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a signed identity', () => {
  it('says who asks, whole', async () => {
    expect(await (await verifier())(await gateway(person, AUDIENCE))).toEqual(person)
    expect(await (await verifier())(await asWorker(worker, AUDIENCE))).toEqual(worker)
  })

  it('says who asks, whoever it is', async () => {
    const codes = fc.uniqueArray(fc.stringMatching(/^[A-Z0-9]{3,10}$/), { maxLength: 20 })
    const verify = await verifier()
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 120 }), codes, codes, async (name, status, commercial) => {
        const identity = { ...person, name, sees: { ...SEES_NOTHING, status, commercial } }
        expect(await verify(await gateway(identity, AUDIENCE))).toEqual(identity)
      }),
      { numRuns: 50 },
    )
  })

  it('is good once', async () => {
    const verify = await verifier()
    const token = await gateway(person, AUDIENCE)
    await verify(token)
    await expect(verify(token)).rejects.toThrow('used before')
  })

  it('is good once when it comes many times at the same moment', async () => {
    const verify = await verifier()
    const token = await gateway(person, AUDIENCE)
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => verify(token)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('is good for a minute, and for as long as two clocks may differ', async () => {
    const verify = await verifier()
    const fresh = (): Promise<string> => gateway(person, AUDIENCE)
    const endMs = NOON_MS + TOKEN_LIFE_S * 1000
    const token = await fresh()
    await at(endMs + (CLOCK_TOLERANCE_S - 1) * 1000, () => verify(token))
    const late = await fresh()
    await expect(at(endMs + (CLOCK_TOLERANCE_S + 1) * 1000, () => verify(late))).rejects.toThrow(RefusedToken)
    const slightlyAhead = await at(NOON_MS + (CLOCK_TOLERANCE_S - 1) * 1000, fresh)
    await verify(slightlyAhead)
    const fromTomorrow = await at(NOON_MS + 86_400_000, fresh)
    await expect(verify(fromTomorrow)).rejects.toThrow(RefusedToken)
  })

  it('cannot be given a longer life by whoever signs it', async () => {
    const verify = await verifier()
    const token = await forged({ iat: NOON_MS / 1000 - 3_600, exp: NOON_MS / 1000 + 3_600 })
    await expect(verify(token)).rejects.toThrow(RefusedToken)
  })

  it('is for one service alone', async () => {
    const token = await gateway(person, AUDIENCE)
    await expect((await verifier('maintenance'))(token)).rejects.toThrow(RefusedToken)
    expect(await (await verifier())(token)).toEqual(person)
  })

  it('is refused without a signature, with a secret for a signature, and with another algorithm', async () => {
    const claims = { iss: 'gateway', aud: AUDIENCE, jti: 'a', [IDENTITY_CLAIM]: person }
    const unsigned = new UnsecuredJWT(claims)
      .setIssuedAt(NOON_MS / 1000)
      .setExpirationTime(NOON_MS / 1000 + TOKEN_LIFE_S)
      .encode()
    const body = base64({ ...claims, iat: NOON_MS / 1000, exp: NOON_MS / 1000 + TOKEN_LIFE_S })
    const named = `${base64({ alg: 'none', kid: 'gateway', typ: TYPE })}.${body}.`
    const head = base64({ alg: 'HS256', kid: 'gateway', typ: TYPE })
    const secret = createHmac('sha256', keys.gateway.publicKey.x).update(`${head}.${body}`).digest('base64url')
    const verify = await verifier()
    for (const token of [unsigned, named, `${head}.${body}.${secret}`]) await expect(verify(token)).rejects.toThrow(RefusedToken)
  })

  it('is refused when it is signed with a key that is not known, or with that of another service', async () => {
    const verify = await verifier()
    await expect(verify(await stranger(person, AUDIENCE))).rejects.toThrow('no key of stranger')
    await expect(verify(await forged({ iss: 'worker' }))).rejects.toThrow('signed by gateway, but issued by worker')
    await expect(verify(await forged({ iss: 'worker' }, { kid: 'worker' }))).rejects.toThrow(RefusedToken)
  })

  it('is refused from a service that speaks for somebody it may not speak for', async () => {
    const verify = await verifier()
    await expect(verify(await asWorker(person, AUDIENCE))).rejects.toThrow('may not speak for people or machines')
    await expect(verify(await asWorker({ kind: 'service', name: 'gateway' }, AUDIENCE))).rejects.toThrow('may not speak for gateway')
    await expect(verify(await gateway(worker, AUDIENCE))).rejects.toThrow('may not speak for worker')
  })

  it.each([
    ['without anybody', { [IDENTITY_CLAIM]: undefined }],
    ['with a role that there is not', { [IDENTITY_CLAIM]: { ...person, role: 'director' } }],
    ['with two organisations of its own', { [IDENTITY_CLAIM]: { ...person, sees: { ...person.sees, own: ['RYJ', 'RQM'] } } }],
    ['without an id of its own', { jti: undefined }],
    ['without an end', { exp: undefined }],
    ['without a beginning', { iat: undefined }],
  ])('is refused %s', async (_, claims) => {
    await expect((await verifier())(await forged(claims))).rejects.toThrow(RefusedToken)
  })

  it('is refused when it was made for another use of the same key', async () => {
    await expect((await verifier())(await forged({}, { typ: 'JWT' }))).rejects.toThrow(RefusedToken)
  })

  it('is refused when any part of it is changed, and refused for whatever is no token at all', async () => {
    const verify = await verifier()
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 63 }), async (where, by) => {
        const token = await gateway(person, AUDIENCE)
        // The last letter of a part holds bits that mean nothing; every other change is one of the bytes.
        const letters = token
          .split('')
          .flatMap((letter, index) => (/[.]/.test(letter) || /^([.]|$)/.test(token[index + 1] ?? '') ? [] : [index]))
        const place = letters[where % letters.length] as number
        await expect(verify(token.slice(0, place) + turned(token[place] as string, by) + token.slice(place + 1))).rejects.toThrow(
          RefusedToken,
        )
      }),
      { numRuns: 100 },
    )
    const nothing = fc.asyncProperty(fc.string(), async (text) => {
      await expect(verify(text)).rejects.toThrow(RefusedToken)
    })
    await fc.assert(nothing, { numRuns: 100 })
  })
})

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const turned = (letter: string, by: number): string => ALPHABET[(ALPHABET.indexOf(letter) + by) % ALPHABET.length] as string
