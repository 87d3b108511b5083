import type { Scene } from './fixture-ports.ts'
import { startPreview } from './preview-server.ts'

// A tool for those who work on the pages: `node services/web/preview/main.ts [full|empty|failing] [port]`.
const { url } = await startPreview((process.argv[2] ?? 'full') as Scene, Number(process.argv[3] ?? 3100))
process.stdout.write(`${url}/persona\n`)
