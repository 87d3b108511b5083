import { runService } from '@imaging/service'
import { telemetry } from './telemetry-service.ts'

await runService(telemetry)
