import { spawn } from 'node:child_process'

/** A process is ended when it takes this much longer than it was given: some solvers end late. */
const PATIENCE = 1.5
const START_MS = 20_000

/** Runs a script of ours by itself, so that its CPU and memory are its own. @returns what it printed, undefined when it did not end well in time. */
export function runChild(args: readonly string[], limitS: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const timer = setTimeout(() => child.kill('SIGKILL'), limitS * 1000 * PATIENCE + START_MS)
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve(code === 0 ? text : undefined)
    })
  })
}
