/** A cookie's value in a request's Cookie header, or undefined. */
export const cookieOf = (header: string | undefined, name: CookieName): string | undefined =>
  header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

/**
 * Every cookie of ours. The prefix makes a browser take it from this very host alone, over HTTPS; of plain addresses only
 * `localhost` counts as safe.
 */
export type CookieName = '__Host-imaging-session' | '__Host-imaging-sign-in' | '__Host-imaging-sign-out'

const RULES = 'Path=/; Secure; HttpOnly; SameSite=Lax'

/** A Set-Cookie header's value: no script reads it, no other site's form sends it. Without an age it ends with the browser. */
export const setCookie = (name: CookieName, value: string, ageS?: number): string =>
  `${name}=${value}; ${RULES}${ageS === undefined ? '' : `; Max-Age=${ageS}`}`

/** Takes a cookie away. */
export const clearCookie = (name: CookieName): string => setCookie(name, '', 0)
