/** A third of a word may be mistyped; beyond that a suggestion is a guess. */
const SHARE_WRONG_MAX = 1 / 3

/** The known name that what was typed most resembles, or `undefined` when none is close. */
export function nearest(typed: readonly string[], known: readonly string[]): string | undefined {
  const attempts = typed.map((_, index) => typed.slice(0, index + 1).join(' '))
  const scored = known
    .flatMap((name) => attempts.map((attempt) => ({ name, wrong: editDistance(attempt, name) / Math.max(name.length, attempt.length) })))
    .toSorted((a, b) => a.wrong - b.wrong)
  const [best] = scored
  return best !== undefined && best.wrong <= SHARE_WRONG_MAX ? best.name : undefined
}

/** How many letters must be put in, left out or changed to make one word of the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [i, letter] of Array.from(from).entries()) {
    const next = [i + 1]
    for (const [j, other] of Array.from(to).entries()) {
      next.push(Math.min((row[j] as number) + (letter === other ? 0 : 1), (row[j + 1] as number) + 1, (next[j] as number) + 1))
    }
    row = next
  }
  return row[to.length] as number
}
