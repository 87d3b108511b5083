import { runFreshness } from './freshness/index.ts'
const r = await runFreshness({ env: process.env, say: (l) => console.error(new Date().toISOString(), l), seed: 1 })
console.log(r.table)
console.log(JSON.stringify(r.figures))
