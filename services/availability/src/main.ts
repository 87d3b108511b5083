import { runService } from '@imaging/service'
import { availability } from './availability-service.ts'

await runService(availability)
