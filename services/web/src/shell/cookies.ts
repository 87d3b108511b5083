/** A cookie's value in a request's Cookie header, or undefined. */
export const cookieOf = (header: string | undefined, name: string): string | undefined =>
  header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

const COOKIE_AGE_MAX_S = 12 * 3_600

/**
 * The name a cookie goes by. Over HTTPS it carries the `__Host-` prefix, which browsers only accept from this
 * very host; over plain HTTP (the local example run) browsers refuse the prefix, so it is left off.
 */
export const cookieName = (isSecure: boolean, name: string): string => (isSecure ? `__Host-${name}` : `imaging-${name}`)

/** A Set-Cookie header's value for a cookie that lasts one long shift (12 hours) and that no script can read. */
export const setCookie = (isSecure: boolean, name: string, value: string, ageS = COOKIE_AGE_MAX_S): string =>
  `${cookieName(isSecure, name)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${ageS}${isSecure ? '; Secure' : ''}`
