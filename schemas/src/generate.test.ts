import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Value } from 'typebox/value'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { asyncApi } from './asyncapi.ts'
import { eventsByTopic } from './catalogue.ts'
import { fileSchemas } from './files.ts'
import { drifted } from './generate.ts'
import { topics } from './topics.ts'

const read = (path: string): string => readFileSync(join(import.meta.dirname, '..', path), 'utf8')

it('says in its documents what the schemas say', () => expect(drifted()).toEqual([]))

it('describes every topic with its events', () => {
  const { channels } = asyncApi() as { channels: Record<string, { address: string; messages: object }> }
  const described = Object.values(channels).map(({ address, messages }) => [address, Object.keys(messages).length])
  expect(described).toEqual(Object.entries(eventsByTopic).map(([topic, events]) => [topic, events.length]))
  expect(topics.map(({ name }) => name)).toEqual(Object.keys(eventsByTopic))
})

it('resolves every reference in the AsyncAPI document', () => {
  const document: unknown = parse(read('asyncapi.yaml'))
  const references = [...read('asyncapi.yaml').matchAll(/\$ref: "?#\/([^"\s]+)/g)].map(([, path]) => path!.split('/'))
  expect(references.length).toBeGreaterThan(30)
  for (const path of references)
    expect(
      path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document),
      path.join('/'),
    ).toBeDefined()
})

/** Examples that belong together, so that the record they are of can be checked: they are not called as their schema is. */
const OF_THE_RECORD: Readonly<Record<string, string>> = {
  'record-entry-file': 'record-entries.jsonl',
  'record-root-file': 'record-roots.jsonl',
  'record-keys-file': 'record-keys.json',
  'record-verdict-file': 'record-verdict.json',
}

it.each(Object.keys(fileSchemas))('shows a valid example of a %s', (name) => {
  const file = OF_THE_RECORD[name] ?? `${name}.json`
  const text = read(`examples/files/${file}`)
  const shown = file.endsWith('.jsonl') ? text.trim().split('\n') : [text]
  for (const each of shown) expect([...Value.Errors(fileSchemas[name]!, JSON.parse(each))]).toEqual([])
})
