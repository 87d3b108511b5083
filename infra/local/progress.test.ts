import { expect, it } from 'vitest'
import { lineProgress, seconds } from './progress.ts'

it('says what was done and how long it took', async () => {
  const lines: string[] = []
  let nowMs = 0
  const progress = lineProgress(
    (line) => lines.push(line),
    () => nowMs,
  )
  const result = await progress.during(
    'Kafka',
    async () => ((nowMs = 1_840), 'localhost:9092'),
    (address) => address,
  )
  expect(result).toBe('localhost:9092')
  expect(lines).toEqual(['  ✓ Kafka: localhost:9092 (1.8 s)'])
})

it('says nothing of work that failed, and passes the failure on', async () => {
  const lines: string[] = []
  const progress = lineProgress((line) => lines.push(line))
  await expect(progress.during('Kafka', () => Promise.reject(new Error('no port')))).rejects.toThrow('no port')
  expect(lines).toEqual([])
})

it.each([
  [40, '0.0 s'],
  [9_400, '9.4 s'],
  [12_400, '12 s'],
  [125_000, '2 min 5 s'],
])('writes %i ms as %s', (durationMs, text) => {
  expect(seconds(durationMs)).toBe(text)
})
