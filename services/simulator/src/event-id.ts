import { createHash } from 'node:crypto'

/**
 * A UUIDv7 made from an instant, the seed and a name instead of chance: the same event sent twice is the same event.
 *
 * @source RFC 9562 section 5.7; the random bits are of a SHA-256 over seed and name
 */
export function eventId(atMs: number, seed: number, ...name: readonly (string | number)[]): string {
  const bits = createHash('sha256')
    .update(`${seed}/${name.join('/')}`)
    .digest('hex')
  const time = Math.floor(atMs).toString(16).padStart(12, '0')
  const variant = (8 + (Number.parseInt(bits.slice(3, 4), 16) % 4)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${bits.slice(0, 3)}-${variant}${bits.slice(4, 7)}-${bits.slice(7, 19)}`
}
