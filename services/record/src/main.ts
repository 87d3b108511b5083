import { runService } from '@imaging/service'
import { record } from './record-service.ts'

await runService(record)
