import { randomUUID } from 'node:crypto'
import kafkajs from 'kafkajs'
import { expect, inject, it } from 'vitest'
import { createTopics } from './topics.ts'

it('creates what is missing with its dead letters and leaves the rest as it is', async () => {
  const brokers = inject('kafkaBrokers')
  const [facts, snapshots] = [`test.${randomUUID()}`, `test.${randomUUID()}`]
  const wanted = [
    { name: facts, partitions: 3, cleanup: 'delete', retentionMs: 86_400_000, deadLetter: true },
    { name: snapshots, partitions: 1, cleanup: 'compact', deadLetter: false },
  ] as const
  expect(await createTopics({ brokers, copies: 1 }, wanted)).toEqual([facts, `${facts}.dead-letter`, snapshots])
  expect(await createTopics({ brokers, copies: 1 }, wanted)).toEqual([])

  const admin = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [facts, snapshots].map((name) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configNames: ['cleanup.policy', 'retention.ms'],
    })),
  })
  await admin.deleteTopics({ topics: [facts, `${facts}.dead-letter`, snapshots] })
  await admin.disconnect()
  const settings = resources.map(({ configEntries }) =>
    Object.fromEntries(configEntries.map((entry) => [entry.configName, entry.configValue])),
  )
  expect(settings[0]).toEqual({ 'cleanup.policy': 'delete', 'retention.ms': '86400000' })
  expect(settings[1]?.['cleanup.policy']).toBe('compact')
})
