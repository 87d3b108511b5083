import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const mac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('base64url')

const isSame = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** A token for the forms of one session; a fresh salt each time keeps it from being guessed through compression. */
export const formToken = (secret: string, sessionId: string): string => {
  const salt = randomBytes(12).toString('base64url')
  return `${salt}.${mac(secret, `form\n${sessionId}\n${salt}`)}`
}

/** Whether a token was made for the forms of this session. */
export const isFormToken = (secret: string, sessionId: string, token: string): boolean => {
  const [salt, signature] = token.split('.')
  return salt !== undefined && signature !== undefined && isSame(signature, mac(secret, `form\n${sessionId}\n${salt}`))
}
