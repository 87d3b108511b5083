import type { Admin, Kafka } from 'kafkajs'
import type { EventLogAdmin } from './ports.ts'

/** The administration of topics and groups; it connects when first used. */
export function createKafkajsAdmin(kafka: Kafka, prefix: string): EventLogAdmin & { close(): Promise<void> } {
  let admin: Promise<Admin> | undefined
  const connected = (): Promise<Admin> => {
    admin ??= connect(kafka).catch((error: unknown) => {
      admin = undefined
      throw error
    })
    return admin
  }
  const ours = (topic: string): boolean => topic.startsWith(prefix)
  const unprefixed = (topic: string): string => topic.slice(prefix.length)

  return {
    async ensureTopics(specs) {
      const client = await connected()
      const existing = new Set(await client.listTopics())
      const topics = specs
        .filter(({ topic }) => !existing.has(prefix + topic))
        .map(({ topic, partitions, replicas = 1, settings = {} }) => ({
          topic: prefix + topic,
          numPartitions: partitions,
          replicationFactor: replicas,
          configEntries: Object.entries(settings).map(([name, value]) => ({ name, value })),
        }))
      if (topics.length > 0) await client.createTopics({ topics, waitForLeaders: true })
    },
    async topics() {
      return (await (await connected()).listTopics()).filter(ours).map(unprefixed)
    },
    async offsets(topics) {
      const client = await connected()
      const perTopic = await Promise.all(
        topics.map(async (topic) =>
          (await client.fetchTopicOffsets(prefix + topic)).map(({ partition, low, high }) => ({
            topic,
            partition,
            lowOffset: BigInt(low),
            endOffset: BigInt(high),
          })),
        ),
      )
      return perTopic.flat()
    },
    async committed(group) {
      const topics = await (await connected()).fetchOffsets({ groupId: prefix + group })
      return topics
        .filter(({ topic }) => ours(topic))
        .flatMap(({ topic, partitions }) =>
          partitions
            .filter(({ offset }) => offset !== '-1')
            .map(({ partition, offset }) => ({ topic: unprefixed(topic), partition, offset: BigInt(offset) })),
        )
    },
    async deleteTopics(topics) {
      await (await connected()).deleteTopics({ topics: topics.map((topic) => prefix + topic) })
    },
    async close() {
      await admin?.then((client) => client.disconnect()).catch(() => undefined)
      admin = undefined
    },
  }
}

async function connect(kafka: Kafka): Promise<Admin> {
  const admin = kafka.admin()
  await admin.connect()
  return admin
}
