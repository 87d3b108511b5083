/** More different askers than work in the four trusts at one moment; beyond it the oldest answer goes. */
const ANSWERS_MAX = 200

interface Remembered<Argument, Answer> {
  readonly ask: (argument: Argument) => Promise<Answer>
  readonly keptMs: number
  /** Arguments with the same key get the same answer: it must hold everything the answer depends on. */
  readonly keyOf: (argument: Argument) => string
}

/** Asks at most once in `keptMs` for each key; those who ask meanwhile share the answer. A failure is not kept. */
export const remembered = <Argument, Answer>({
  ask,
  keptMs,
  keyOf,
}: Remembered<Argument, Answer>): ((argument: Argument) => Promise<Answer>) => {
  const answers = new Map<string, { readonly askedAtMs: number; readonly answer: Promise<Answer> }>()
  return (argument) => {
    const key = keyOf(argument)
    const nowMs = performance.now()
    const known = answers.get(key)
    if (known !== undefined && nowMs - known.askedAtMs <= keptMs) return known.answer
    const answer = ask(argument)
    answers.delete(key)
    answers.set(key, { askedAtMs: nowMs, answer })
    for (const oldest of answers.keys()) {
      if (answers.size <= ANSWERS_MAX) break
      answers.delete(oldest)
    }
    answer.catch(() => {
      if (answers.get(key)?.answer === answer) answers.delete(key)
    })
    return answer
  }
}
