import type { Asset } from '../asset.ts'
import type { AssetWrite } from './apply-import.ts'

/** How long an import can be taken back: a working day and the next morning. */
export const undoWithinMs = 24 * 60 * 60 * 1000

/** What taking an import back would do. */
export interface UndoPlan {
  /** Ids of assets the import added, and nobody has touched since. */
  readonly remove: readonly string[]
  /** Assets to write again, with only the values the import had changed put back. */
  readonly restore: readonly Asset[]
  /** What stays as it is, because a person has changed it since. */
  readonly kept: readonly { readonly assetId: string; readonly why: string }[]
}

/** Whether an import may still be taken back at an instant, both in epoch milliseconds. */
export function canUndo(appliedAtMs: number, nowMs: number): boolean {
  return nowMs >= appliedAtMs && nowMs < appliedAtMs + undoWithinMs
}

/**
 * How to take an import back without losing what people have entered since.
 *
 * An added asset goes only while it is as the import left it. Of a changed asset those values go back that still are
 * as the import left them; later entries stay.
 */
export function undoPlan(writes: readonly AssetWrite[], register: readonly Asset[]): UndoPlan {
  const byId = new Map(register.map((asset) => [asset.assetId, asset]))
  const remove: string[] = []
  const restore: Asset[] = []
  const kept: { assetId: string; why: string }[] = []
  for (const { before, after } of writes) {
    const { assetId } = after
    const now = byId.get(assetId)
    if (now === undefined) {
      kept.push({ assetId, why: 'It is no longer in the register.' })
    } else if (before === undefined) {
      if (isSame(now, after)) remove.push(assetId)
      else kept.push({ assetId, why: 'It was changed after the import added it.' })
    } else {
      const { asset, later } = putBack(before, after, now)
      if (!isSame(asset, now)) restore.push(asset)
      if (later.length > 0) kept.push({ assetId, why: `Changed since: ${later.join(', ')}.` })
    }
  }
  return { remove, restore, kept }
}

function putBack(before: Asset, after: Asset, now: Asset): { asset: Asset; later: readonly string[] } {
  const fields = new Set([...keysOf(before), ...keysOf(after)])
  const imported = [...fields].filter((field) => !isSame(before[field], after[field]))
  const later = imported.filter((field) => !isSame(after[field], now[field]))
  const back = new Set(imported.filter((field) => !later.includes(field)))
  const kept = Object.entries(now).filter(([field]) => !back.has(field as keyof Asset))
  const put = Object.entries(before).filter(([field]) => back.has(field as keyof Asset))
  // Every field comes from one of two whole assets, and a field is left out only where it may be absent.
  return { asset: Object.fromEntries([...kept, ...put]) as unknown as Asset, later }
}

const keysOf = (asset: Asset): readonly (keyof Asset)[] => Object.keys(asset) as (keyof Asset)[]

/** Whether two values are the same in content, whatever the order of their keys. */
function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...keys].every((key) => isSame((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]))
}
