/** Where signing in must not lead back to: it would begin again, or end at once. */
const NOT_AGAIN = /^\/sign/

/** Somewhere a browser can be sent, as it reads an address; nothing where it is none. */
const placeOf = (next: string, origin: string): URL | undefined => {
  try {
    return new URL(next, origin)
  } catch {
    return undefined
  }
}

/** The page of this origin that was asked for; the start page for anything else. */
export const returnAddress = (next: unknown, origin: string): string => {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  const place = placeOf(next, origin)
  if (place === undefined || place.origin !== origin || NOT_AGAIN.test(place.pathname)) return '/'
  // A path of two slashes would be another host to the browser that is sent there.
  return `/${place.pathname.replace(/^\/+/, '')}${place.search}`
}
