/** A rest that can be cut short: `ring` wakes whoever rests now, or spares the next rest. */
export interface AlarmClock {
  ring(): void
  rest(forMs: number): Promise<void>
}

/** An alarm clock for one sleeper. */
export function createAlarmClock(): AlarmClock {
  let rung = false
  let wake: (() => void) | undefined
  return {
    ring() {
      rung = true
      wake?.()
    },
    async rest(forMs) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, forMs)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
        wake = undefined
      }
      rung = false
    },
  }
}
