/**
 * Asks at most once in `keptMs`, whoever asks; those who ask meanwhile share the answer. A failure is not kept.
 * Only for answers that are the same for everyone.
 */
export const remembered = <Argument, Answer>(
  ask: (argument: Argument) => Promise<Answer>,
  keptMs: number,
): ((argument: Argument) => Promise<Answer>) => {
  let last: { readonly askedAtMs: number; readonly answer: Promise<Answer> } | undefined
  return (argument) => {
    const nowMs = performance.now()
    if (last === undefined || nowMs - last.askedAtMs > keptMs) {
      const answer = ask(argument)
      last = { askedAtMs: nowMs, answer }
      answer.catch(() => {
        if (last?.answer === answer) last = undefined
      })
    }
    return last.answer
  }
}
