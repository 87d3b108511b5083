import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { command, Refusal, table } from '@imaging/cli'
import { listDeadLetters, replayDeadLetter, showDeadLetter, type DeadLetter } from '@imaging/event-log'
import { topics, type DeadLetterFile } from '@imaging/schemas'
import { withEventLog } from './with-event-log.ts'

const sources = topics.filter(({ deadLetter }) => deadLetter).map(({ name }) => name)
const id = { name: 'id', summary: 'topic/partition/offset, as dead-letters list shows it' } as const
const WIDEST_REASON = 90

/** A dead letter as the CLI writes it; its schema is `dead-letter-file`. */
const written = ({ id, topic, reason, key, publishedAt, replays, body }: DeadLetter): DeadLetterFile => ({
  id,
  topic,
  reason,
  publishedAt,
  ...(key === null ? {} : { key }),
  ...(replays.length === 0 ? {} : { replayedAt: replays.at(-1)?.at ?? '' }),
  ...(body === null ? {} : { body }),
})

export const listRefused = command({
  name: 'dead-letters list',
  summary: 'List records that were refused, newest first',
  options: {
    topic: { type: 'string', value: 'TOPIC', summary: 'Only those of one topic' },
    limit: { type: 'string', value: 'N', summary: 'At most so many', default: '100' },
    all: { type: 'boolean', summary: 'Those that were replayed, too' },
  },
  examples: ['dead-letters list --topic imaging.telemetry'],
  async run({ options: { topic, limit, all } }, { result }) {
    if (topic !== undefined && !sources.includes(topic)) throw new Refusal(`There is no topic ${topic}. Topics: ${sources.join(', ')}`)
    if (!/^[1-9]\d{0,5}$/.test(limit)) throw new Refusal(`--limit: ${limit} is not a number of letters. Enter one, like 100.`)
    const letters = await withEventLog((eventLog) =>
      listDeadLetters(eventLog, { topics: topic === undefined ? sources : [topic], limit: Number(limit) }),
    )
    const shown = letters.filter(({ replays }) => all || replays.length === 0).map(written)
    result(shown, (rows) =>
      rows.length === 0
        ? 'There are no refused records.'
        : table(rows, [
            { title: 'Id', value: (row) => row.id },
            { title: 'Published', value: (row) => row.publishedAt },
            { title: 'About', value: (row) => row.key ?? '' },
            { title: 'Reason', value: ({ reason }) => (reason.length > WIDEST_REASON ? `${reason.slice(0, WIDEST_REASON - 1)}…` : reason) },
          ]),
    )
  },
})

export const showRefused = command({
  name: 'dead-letters show',
  summary: 'Show one refused record, untouched, with the reason',
  arguments: [id],
  async run({ arguments: { id } }, { result }) {
    const letter = written(await withEventLog((eventLog) => found(showDeadLetter(eventLog, id))))
    result(letter, ({ body, ...rest }) =>
      [...Object.entries(rest).map(([name, value]) => `${name}: ${value}`), '', body ?? '(no body)'].join('\n'),
    )
  },
})

export const replayRefused = command({
  name: 'dead-letters replay',
  summary: 'Send a refused record to its topic again, as it is or mended',
  arguments: [id],
  options: {
    body: { type: 'string', value: 'FILE', summary: 'The mended record' },
    by: { type: 'string', value: 'NAME', summary: 'Who replays; kept with the record', default: userInfo().username },
    force: { type: 'boolean', summary: 'Replay again what was replayed before' },
  },
  examples: ['dead-letters replay imaging.telemetry/0/42 --body mended.json --by "Operator on duty"'],
  async run({ arguments: { id }, options: { body, by, force } }, { result }) {
    const mended = body === undefined ? {} : { body: readFileSync(body, 'utf8') }
    const letter = await withEventLog((eventLog) => found(replayDeadLetter(eventLog, id, { by, force, ...mended })))
    result(written(letter), () => `Replayed ${id}. If it is refused again it appears in the list under a new id.`)
  },
})

/** A letter that is not there is a fault of what was asked, not of the command. */
async function found(asked: Promise<DeadLetter>): Promise<DeadLetter> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal(error.message, { cause: error })
    throw error
  }
}
