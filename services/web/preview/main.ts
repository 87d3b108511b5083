import { fixturePorts, type Scene } from './fixture-ports.ts'
import { startPreview } from './preview-server.ts'

// A tool for those who work on the pages: `node services/web/preview/main.ts [full|empty|failing] [port] [role@organisation]`.
const [, , scene = 'full', port = '3100', signsIn] = process.argv
const { url } = await startPreview(scene as Scene, Number(port), { ports: fixturePorts(scene as Scene, signsIn) })
process.stdout.write(`${url}\n`)
