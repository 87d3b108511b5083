const roundSteps = [1, 2, 2.5, 5, 10] as const

/**
 * Round values that enclose a range, about `count` of them: a scale's labels.
 * A range without extent is widened, so that its value stands in the middle.
 */
export const ticks = (lowest: number, highest: number, count: number): readonly number[] => {
  const [from, to] = lowest === highest ? [lowest - 1, highest + 1] : [lowest, highest]
  const rough = (to - from) / count
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = (roundSteps.find((factor) => factor * magnitude >= rough) ?? 10) * magnitude
  const first = Math.floor(from / step + 1e-9)
  const last = Math.ceil(to / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}
