import { mkdirSync } from 'node:fs'
import { Runtime } from '@temporalio/worker'
import { TestWorkflowEnvironment } from '@temporalio/testing'

/**
 * Run as a program of its own, so that a download that hangs can be given up: `sdk-download.ts <cli|test-server> <folder>`.
 * The SDK downloads only what it is about to run, so the server is started once and stopped.
 */
const [what, downloadDir] = process.argv.slice(2)
if (downloadDir === undefined) throw new Error('usage: sdk-download.ts <cli|test-server> <folder>')
mkdirSync(downloadDir, { recursive: true })
Runtime.install({ logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} } })
const executable = { type: 'cached-download', downloadDir, ttl: '3650 days' } as const
const environment =
  what === 'cli'
    ? await TestWorkflowEnvironment.createLocal({ server: { executable } })
    : await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } })
await environment.teardown()
