import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createIdentitySigner, newIdentityKeys, type IdentitySigner } from '@imaging/identity'
import type { ActingIdentity, Identity } from '@imaging/schemas'
import { LETTERS, type Letter, type Organisation } from './organisations.ts'

/** Who asks, as the table of what is expected knows them. */
export interface Who {
  readonly letter: Letter
  readonly organisation: Organisation
}

/** Somebody who asks. */
export interface Caller {
  readonly name: string
  /** A person or a system in a role; the platform's own services and those with a false token have none. */
  readonly who?: Who
  readonly service?: 'web' | 'worker'
  readonly identity?: Identity
  /** The header they send to a service; none at all for nobody. */
  authorization(audience: string): Promise<string | undefined>
}

/** Keys of the platform's own services, and of one that is not known. */
export interface Keys {
  readonly publicFile: string
  readonly web: IdentitySigner
  readonly worker: IdentitySigner
  /** The gateway ten minutes ago: what it signed is over. */
  readonly late: IdentitySigner
  /** Calls itself the gateway, with a key of its own. */
  readonly forger: IdentitySigner
}

const TEN_MINUTES_MS = 600_000

/** Makes keys and writes the public ones where services find them. */
export async function makeKeys(folder: string): Promise<Keys> {
  const web = await newIdentityKeys('web', true)
  const worker = await newIdentityKeys('worker', false)
  const forger = await newIdentityKeys('web', true)
  const publicFile = join(folder, 'public-keys.json')
  writeFileSync(publicFile, JSON.stringify({ keys: [web.publicKey, worker.publicKey] }))
  const now = (): Date => new Date()
  return {
    publicFile,
    web: await createIdentitySigner({ key: web.privateKey, now }),
    worker: await createIdentitySigner({ key: worker.privateKey, now }),
    late: await createIdentitySigner({ key: web.privateKey, now: () => new Date(Date.now() - TEN_MINUTES_MS) }),
    forger: await createIdentitySigner({ key: forger.privateKey, now }),
  }
}

const WEB: Identity = { kind: 'service', name: 'web' }
const WORKER: Identity = { kind: 'service', name: 'worker' }

/** Somebody whom the gateway knows, in a role. */
export function actingCaller(keys: Keys, identity: ActingIdentity): Caller {
  const letter = (Object.keys(LETTERS) as Letter[]).find((one) => LETTERS[one] === identity.role) as Letter
  return {
    name: `${identity.kind} ${identity.role}@${identity.organisation}`,
    who: { letter, organisation: identity.organisation as Organisation },
    identity,
    authorization: async (audience) => `Bearer ${await keys.web(identity, audience)}`,
  }
}

/** The platform's own services, each speaking for itself. */
export const serviceCallers = (keys: Keys): readonly Caller[] => [
  { name: 'service web', service: 'web', identity: WEB, authorization: async (audience) => `Bearer ${await keys.web(WEB, audience)}` },
  {
    name: 'service worker',
    service: 'worker',
    identity: WORKER,
    authorization: async (audience) => `Bearer ${await keys.worker(WORKER, audience)}`,
  },
]

/**
 * What a service may not believe, told of somebody who may do much.
 *
 * @param spend Uses a token at a service, so that it has been used before.
 */
export function falseCallers(
  keys: Keys,
  identity: ActingIdentity,
  spend: (audience: string, authorization: string) => Promise<unknown>,
): readonly Caller[] {
  const unsigned = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const spent = new Map<string, Promise<string>>()
  const used = async (audience: string): Promise<string> => {
    const authorization = `Bearer ${await keys.web(identity, audience)}`
    await spend(audience, authorization)
    return authorization
  }
  const falsely = (name: string, authorization: Caller['authorization']): Caller => ({ name, authorization })
  return [
    falsely('nobody', async () => undefined),
    falsely('a token for another service', async () => `Bearer ${await keys.web(identity, 'elsewhere')}`),
    falsely('an expired token', async (audience) => `Bearer ${await keys.late(identity, audience)}`),
    falsely('a token signed by nobody known', async (audience) => `Bearer ${await keys.forger(identity, audience)}`),
    falsely('the worker speaking for a person', async (audience) => `Bearer ${await keys.worker(identity, audience)}`),
    falsely('an unsigned token', async (audience) => {
      const issuedAt = Math.floor(Date.now() / 1000)
      const claims = { iss: 'web', aud: audience, iat: issuedAt, exp: issuedAt + 60, jti: crypto.randomUUID(), identity }
      return `Bearer ${unsigned({ alg: 'none', typ: 'imaging-identity+jwt', kid: 'web' })}.${unsigned(claims)}.`
    }),
    falsely('a token used before', (audience) => {
      const known = spent.get(audience) ?? used(audience)
      spent.set(audience, known)
      return known
    }),
  ]
}
