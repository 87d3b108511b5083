/** What global setups hand to tests; a test asks with `inject('databaseUrl')`. */
export interface Provided {
  /** The superuser's address of a PostgreSQL that tests may fill as they like. */
  databaseUrl: string
  /** Comma-separated, as `KAFKA_BROKERS` is. */
  kafkaBrokers: string
  temporalAddress: string
  /** Where the board answers (browser tests only). */
  webUrl: string
  /** The bundled workflow code, a file (workflow tests only). */
  workflowBundle: string
  /** A program that runs Temporal's time-skipping server (workflow tests only). */
  testServer: string
}

declare module 'vitest' {
  interface ProvidedContext extends Provided {}
}
