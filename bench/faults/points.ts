/**
 * The named points of the work between which a fault can land, in the order the work passes them: a batch is applied and committed, its
 * offset told to Kafka, and what it has to say leaves through the outbox.
 */
export const POINTS = [
  'begin → rows',
  'rows → commit',
  'commit → its answer',
  'applied → offset told',
  'offset told → its answer',
  'outbox read → published',
  'published → its answer',
  'published → removed',
] as const
export type Point = (typeof POINTS)[number]

/** Where the work waits for PostgreSQL. */
export const DATABASE_POINTS = [
  'begin → rows',
  'rows → commit',
  'commit → its answer',
  'published → removed',
] as const satisfies readonly Point[]

/** Where it waits for Kafka. */
export const BROKER_POINTS = [
  'applied → offset told',
  'offset told → its answer',
  'outbox read → published',
  'published → its answer',
] as const satisfies readonly Point[]

/** Telemetry publishes too seldom for a fault to wait for it. */
export const POINTS_WITHOUT_OUTBOX = [
  'begin → rows',
  'rows → commit',
  'commit → its answer',
  'applied → offset told',
  'offset told → its answer',
] as const satisfies readonly Point[]
