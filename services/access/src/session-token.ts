import { createHash, randomBytes } from 'node:crypto'

/** 256 bits: nobody guesses one. @source OWASP ASVS 5.0, 7.2.3 */
const TOKEN_BYTES = 32

/** A new session token. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url')

/** What is kept of a token: nobody who reads the database can sign in with it. */
export const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest()
