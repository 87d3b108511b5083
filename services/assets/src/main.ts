import { runService } from '@imaging/service'
import { assets } from './assets-service.ts'

await runService(assets)
