import { describe, expect, it } from 'vitest'
import { progress } from './progress.ts'

function bar(isTTY: boolean, total = 10) {
  const written: string[] = []
  let nowMs = 0
  const shown = progress({ total, label: 'Rows', stream: { isTTY, write: (text: string) => written.push(text) > 0 }, clockMs: () => nowMs })
  return { shown, written, after: (ms: number) => (nowMs += ms) }
}

describe('progress', () => {
  it('is drawn once work has taken a second, and removed at the end', () => {
    const { shown, written, after } = bar(true)
    shown.advance(4)
    expect(written).toEqual([])
    after(1_000)
    shown.advance()
    expect(written).toEqual([`\rRows ${'█'.repeat(12)}${'░'.repeat(12)} 5 of 10\u001B[K`])
    shown.end()
    expect(written.at(-1)).toBe('\r\u001B[K')
  })

  it('is drawn at most ten times a second', () => {
    const { shown, written, after } = bar(true, 1_000)
    after(1_000)
    for (let step = 0; step < 1_000; step += 1) {
      shown.advance()
      after(1)
    }
    expect(written.length).toBeLessThanOrEqual(10)
  })

  it('writes nothing where nobody looks, nor for quick work', () => {
    const piped = bar(false)
    piped.after(5_000)
    piped.shown.advance(10)
    piped.shown.end()
    const quick = bar(true)
    quick.shown.advance(10)
    quick.shown.end()
    expect([...piped.written, ...quick.written]).toEqual([])
  })

  it('never shows more than all', () => {
    const { shown, written, after } = bar(true, 2)
    after(2_000)
    shown.advance(3)
    expect(written[0]).toContain('█'.repeat(24))
    expect(written[0]).not.toContain('█'.repeat(25))
  })
})
