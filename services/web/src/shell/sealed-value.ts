import { hkdfSync } from 'node:crypto'
import { EncryptJWT, jwtDecrypt, type JWTPayload } from 'jose'

/** What is sealed is good for one purpose, so that no cookie of ours passes as another. */
export interface Seal {
  readonly secret: string
  readonly purpose: 'sign-in' | 'sign-out'
  readonly now: () => Date
}

const keyOf = ({ secret, purpose }: Seal): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, 'imaging', purpose, 32))

const seconds = (now: () => Date): number => Math.floor(now().getTime() / 1000)

/** A value that nobody can read or change but us, good for some seconds. */
export const sealValue = async (seal: Seal, value: JWTPayload, lifeS: number): Promise<string> =>
  new EncryptJWT(value)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setExpirationTime(seconds(seal.now) + lifeS)
    .encrypt(keyOf(seal))

/** A sealed value; nothing where it was changed, is too old, or was sealed for something else. */
export const openValue = async (seal: Seal, sealed: string | undefined): Promise<JWTPayload | undefined> => {
  if (sealed === undefined) return undefined
  try {
    const opened = await jwtDecrypt(sealed, keyOf(seal), {
      contentEncryptionAlgorithms: ['A256GCM'],
      keyManagementAlgorithms: ['dir'],
      currentDate: seal.now(),
    })
    return opened.payload
  } catch {
    return undefined
  }
}
