import { Type } from 'typebox'

/** What the worker is told by its environment. */
export const config = Type.Object({
  PORT: Type.Integer({ minimum: 0, maximum: 65_535 }),
  HOST: Type.String({ default: '127.0.0.1' }),
  LOG_LEVEL: Type.Enum(['debug', 'info', 'warn', 'error'], { default: 'info' }),
  TEMPORAL_ADDRESS: Type.String({ minLength: 1, description: 'host:port' }),
  TEMPORAL_NAMESPACE: Type.String({ default: 'imaging' }),
  IDENTITY_PRIVATE_KEY_FILE: Type.String({ minLength: 1, description: 'the key with which the worker signs what it asks' }),
  MAINTENANCE_URL: Type.String({ minLength: 1, description: 'address of the maintenance service' }),
  /** The commit in production. Constant on a developer's machine, whose pinned runs would wait for the build of yesterday. */
  BUILD_ID: Type.String({ default: 'local' }),
  BUNDLE_DIR: Type.String({ default: '.data/workflow-bundle' }),
})
