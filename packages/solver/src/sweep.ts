import type { BestPlan } from './best-plan.ts'
import { shuffle, type Chance } from './chance.ts'
import type { Draft } from './draft.ts'

/** From almost the relaxation's prices to the real cost alone: early units would otherwise crowd the cheap places. */
const GUIDANCE = [0.98, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0, 0, 0]

/** Turns the relaxation's walks into a plan: every unit in turn gives its best answer to the others, with less and less guidance. */
export function sweep(draft: Draft, best: BestPlan, chance: Chance, unitCount: number, isOver: () => boolean): void {
  const order = Int32Array.from({ length: unitCount }, (_, unit) => unit)
  best.offer(draft)
  for (const guidance of GUIDANCE) {
    shuffle(order, unitCount, chance)
    for (const unit of order) {
      draft.take(unit)
      draft.answer(unit, guidance)
      draft.put(unit)
    }
    best.offer(draft)
    if (isOver()) return
  }
}
