import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROLE_OF, SEES_NOTHING, type Identity, type PersonIdentity, type Role, type Sees } from '@imaging/schemas'
import { newIdentityKeys } from './identity-keys.ts'
import { createIdentitySigner } from './identity-signer.ts'

/** A caller that a service under test believes, as it believes the gateway. */
export interface TestCaller {
  /** For the service's `IDENTITY_KEYS_FILE`. */
  readonly keysFile: string
  /** The header with which a request comes from somebody; made anew for every request. */
  authorization(identity: Identity, audience: string): Promise<string>
}

/** A caller named `web` that may speak for anybody, and `worker` that speaks for itself. */
export async function createTestCaller(now: () => Date = () => new Date()): Promise<TestCaller> {
  const web = await newIdentityKeys('web', true)
  const worker = await newIdentityKeys('worker', false)
  const keysFile = join(mkdtempSync(join(tmpdir(), 'imaging-identity-')), 'keys.json')
  writeFileSync(keysFile, JSON.stringify({ keys: [web.publicKey, worker.publicKey] }))
  const asWeb = await createIdentitySigner({ key: web.privateKey, now })
  const asWorker = await createIdentitySigner({ key: worker.privateKey, now })
  return {
    keysFile,
    authorization: async (identity, audience) => {
      const isWorker = identity.kind === 'service' && identity.name === 'worker'
      return `Bearer ${await (isWorker ? asWorker : asWeb)(identity, audience)}`
    },
  }
}

/** The joint body of the example: it has nothing of its own. */
const JOINT_BODY = 'QRV'

/**
 * Somebody in a role, for tests: sees their own organisation's rows and, unless told, nothing of others.
 *
 * @param sees What is shared with their organisation besides its own.
 */
export function personOf(role: Role, organisation: string, sees: Partial<Sees> = {}): PersonIdentity {
  const organisationKind = organisation === JOINT_BODY ? 'joint' : (ROLE_OF[role][0] ?? 'trust')
  const own = organisationKind === 'trust' ? [organisation] : []
  const all = { ...SEES_NOTHING, own, status: own, ages: own, plans: own, capacity: own, commercial: own }
  return {
    kind: 'person',
    id: `${role}@${organisation}`,
    name: `Example ${role}`,
    role,
    organisation,
    organisationKind,
    sees: { ...all, ...sees },
  }
}
