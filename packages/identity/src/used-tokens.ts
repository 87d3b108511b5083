/** More calls than a service of ours answers in the life of a token; beyond it none is believed, rather than one believed twice. */
const REMEMBERED_MAX = 500_000

/** Remembers tokens for as long as they would be good, so that each is good once. */
export interface UsedTokens {
  /** False when it was used before, or when there is no room to remember it. */
  firstUse(tokenId: string, nowMs: number): boolean
}

/** Two generations: what is older than a life is forgotten all at once, without a look at each. */
export function createUsedTokens(lifeMs: number): UsedTokens {
  let older = new Set<string>()
  let newer = new Set<string>()
  let turnedAtMs = 0
  return {
    firstUse(tokenId, nowMs) {
      if (nowMs - turnedAtMs >= lifeMs) {
        older = nowMs - turnedAtMs >= 2 * lifeMs ? new Set() : newer
        newer = new Set()
        turnedAtMs = nowMs
      }
      if (older.has(tokenId) || newer.has(tokenId) || newer.size >= REMEMBERED_MAX) return false
      newer.add(tokenId)
      return true
    },
  }
}
