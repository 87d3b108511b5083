import { describe, expect, it } from 'vitest'
import { playSchedules } from '../../bench/faults/index.ts'

/** Between them: a broker, a database and both services, killed at different points of the work. */
const SEEDS = [1, 2]
const TIMEOUT_MS = 170_000

describe('events that the log has acknowledged', () => {
  it(
    'are neither lost nor counted twice when services, broker and database are killed between points of their work',
    async () => {
      const said: string[] = []
      const { played, verdict } = await playSchedules(SEEDS, (line) => said.push(line))
      process.stdout.write(`${said.join('\n')}\n`)
      expect(verdict).toMatchObject({ examples: [], strange: 0 })
      expect(verdict.checked.readings).toBeGreaterThan(0)
      expect(verdict.checked.published).toBeGreaterThan(0)
      expect(played.map(({ seed }) => seed)).toEqual(SEEDS)
    },
    TIMEOUT_MS,
  )
})
