export { consumerPart } from './consumer-part.ts'
export { runService, type RunningPart, type ServiceDefinition, type ServiceParts } from './run-service.ts'
export { timerPart, type TimerOptions } from './timer-part.ts'
