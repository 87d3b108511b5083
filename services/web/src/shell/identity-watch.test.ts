import { personOf } from '@imaging/identity/testing'
import type { ActingIdentity } from '@imaging/schemas'
import { describe, expect, it } from 'vitest'
import { whileTheSame } from './identity-watch.ts'

const manager = personOf('radiology-manager', 'RYJ', { status: ['RYJ', 'RQM'] })

/** The stream of a reader who is as told, look after look; says how often they were looked at. */
const watched = (...looks: readonly (ActingIdentity | undefined | Error)[]) => {
  const gone = new AbortController()
  let looked = 0
  const who = async (): Promise<ActingIdentity | undefined> => {
    const found = looks[Math.min(looked++, looks.length - 1)]
    if (found instanceof Error) throw found
    return found
  }
  const signal = whileTheSame({ who, identity: manager, signal: gone.signal, everyMs: 1 })
  return { gone, over: new Promise<number>((resolve) => signal.addEventListener('abort', () => resolve(looked))) }
}

describe('a stream', () => {
  it('ends when its reader may read no longer', async () => expect(await watched(manager, manager, undefined).over).toBe(3))

  it('ends when nobody can say who reads', async () => expect(await watched(manager, new Error('away')).over).toBe(2))

  it('ends when a grant was revoked', async () => expect(await watched(manager, personOf('radiology-manager', 'RYJ')).over).toBe(2))

  it('goes on when trusts are only named in another order', async () =>
    expect(await watched(personOf('radiology-manager', 'RYJ', { status: ['RQM', 'RYJ'] }), undefined).over).toBe(2))

  it('ends when the role changes', async () => expect(await watched(personOf('finance', 'RYJ')).over).toBe(1))

  it('is watched no longer than it is read', async () => {
    const { gone, over } = watched(manager)
    gone.abort()
    expect(await over).toBeLessThanOrEqual(1)
  })
})
