import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const mac = (secret: string, purpose: string, value: string): string =>
  createHmac('sha256', secret).update(`${purpose}\n${value}`).digest('base64url')

const isSame = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** A value with a signature that only holds for one purpose, so that a cookie can never pass as a form token. */
export const signValue = (secret: string, purpose: string, value: string): string => `${value}.${mac(secret, purpose, value)}`

/** The value under a signature, or undefined where the signature does not hold. */
export const openValue = (secret: string, purpose: string, signed: string): string | undefined => {
  const dot = signed.lastIndexOf('.')
  if (dot < 0) return undefined
  const value = signed.slice(0, dot)
  return isSame(signed.slice(dot + 1), mac(secret, purpose, value)) ? value : undefined
}

/** A token for the forms of one visitor; a fresh salt each time keeps it from being guessed through compression. */
export const formToken = (secret: string, visitor: string): string => {
  const salt = randomBytes(12).toString('base64url')
  return `${salt}.${mac(secret, 'form', `${visitor}\n${salt}`)}`
}

/** Whether a token was made for this visitor's forms. */
export const isFormToken = (secret: string, visitor: string, token: string): boolean => {
  const [salt, signature] = token.split('.')
  return salt !== undefined && signature !== undefined && isSame(signature, mac(secret, 'form', `${visitor}\n${salt}`))
}
