export { consumerPart } from './consumer-part.ts'
export { defineService, runService, signerFrom, type RunningPart, type ServiceDefinition, type ServiceParts } from './run-service.ts'
export { createSnapshotCache, type SnapshotCache } from './snapshot-cache.ts'
export { timerPart, type TimerOptions } from './timer-part.ts'
