import { runFaults } from './faults/index.ts'
const r = await runFaults({ env: process.env, say: (l) => console.error(new Date().toISOString(), l), seed: 1 })
console.log(r.table)
console.log(JSON.stringify(r.figures))
