import type { Point } from './points.ts'

/** What becomes of a message that was held: it goes on its way, or its connection is cut and it never arrives. */
export type Fate = 'pass' | 'cut'

/** The point one fault waits for. */
export interface Armed {
  /** Resolves when the work has come to the point and stands still there. */
  readonly reached: Promise<void>
  /** Ends the hold, or the waiting for it. */
  release(fate: Fate): void
}

/** Stands between a service and its servers: holds the next message of a point once it is armed for it. */
export interface Gate {
  arm(point: Point): Armed
  /** Asked by the proxies before each message they forward; a promise holds the message. */
  pass(point: Point): Promise<Fate> | undefined
}

export function createGate(): Gate {
  let armed: { readonly point: Point; readonly reached: () => void; readonly fate: Promise<Fate>; isHolding: boolean } | undefined
  return {
    arm(point) {
      const reached = Promise.withResolvers<void>()
      const fate = Promise.withResolvers<Fate>()
      const mine = { point, reached: reached.resolve, fate: fate.promise, isHolding: false }
      armed = mine
      return {
        reached: reached.promise,
        release(chosen) {
          if (armed === mine) armed = undefined
          fate.resolve(chosen)
        },
      }
    },
    pass(point) {
      if (armed === undefined || armed.point !== point || armed.isHolding) return undefined
      armed.isHolding = true
      armed.reached()
      return armed.fate
    },
  }
}
