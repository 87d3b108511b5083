import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'

/** What to run, where its output goes, and what the kernel sends it when we are gone. */
export interface Launch {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly logFile: string
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Programs to run it under, outermost first. They must exec, and stand before setpriv: a change of identity clears the death signal. */
  readonly wrap?: readonly string[]
  /** The program's own clean stop (PostgreSQL: INT, because TERM would wait for its clients). */
  readonly onOrphaned?: 'TERM' | 'INT'
  readonly guard?: Guard
}

/** How a child is kept from outliving us: the kernel's death signal, or a pipe where the system has no setpriv. */
export type Guard = 'kernel' | 'pipe'

const SETPRIV_FILE = '/usr/bin/setpriv'

/** Enough of a failed program's output to see the cause. */
const LINES_SHOWN = 20

/** Ends the child when our end of its standard input closes, by whatever means we ended. */
const pipeGuard = (signal: string): string =>
  [
    'exec 3<&0',
    '"$@" </dev/null 3<&- & child=$!',
    `trap 'kill -${signal} $child' TERM INT`,
    `{ read -r _ <&3; kill -${signal} $child; } 2>/dev/null &`,
    'wait $child',
    'kill $! 2>/dev/null',
  ].join('\n')

/**
 * Starts a program that cannot outlive this process. It gets a session of its own, so that Ctrl-C reaches us alone and we stop
 * things in order. Call it from the main thread: the kernel counts the end of the *thread* that started the child.
 */
export function launch({
  name,
  command,
  args,
  logFile,
  env = {},
  wrap = [],
  onOrphaned = 'TERM',
  guard = availableGuard(),
}: Launch): ChildProcess {
  const log = openSync(logFile, 'a')
  const [file = command, ...argv] = [...guardedBy(guard, onOrphaned, name, wrap), command, ...args]
  const child = spawn(file, argv, {
    stdio: [guard === 'kernel' ? 'ignore' : 'pipe', log, log],
    env: { ...process.env, ...env },
    detached: true,
  })
  closeSync(log)
  child.on('error', () => undefined) // a program that cannot start is reported by whoever waits for it
  return child
}

const guardedBy = (guard: Guard, signal: 'TERM' | 'INT', name: string, wrap: readonly string[]): readonly string[] =>
  guard === 'kernel' ? [...wrap, SETPRIV_FILE, `--pdeathsig=${signal}`] : ['/bin/sh', '-c', pipeGuard(signal), name, ...wrap]

/** How to run a short program and what to make of its end. */
export interface RunOptions {
  readonly timeoutMs?: number
  readonly cwd?: string
  /** Which streams are returned; both unless told. */
  readonly output?: 'stdout' | 'both'
  /** Which exit codes are success; 0 alone unless told. */
  readonly acceptedCodes?: 'zero' | 'any'
  /** How many of its last lines a failure shows. */
  readonly linesShown?: number
}

/**
 * Runs a short program to its end, under the same guard as `launch`, and returns what it printed.
 * @throws with the last lines it printed when it fails or takes longer than `timeoutMs`.
 */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { timeoutMs = 60_000, cwd, output = 'both', acceptedCodes = 'zero', linesShown = LINES_SHOWN } = options
  const guard = availableGuard()
  const [file = command, ...argv] = [...guardedBy(guard, 'TERM', command, []), command, ...args]
  const child = spawn(file, argv, {
    stdio: [guard === 'kernel' ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  })
  const printed: Buffer[] = []
  for (const stream of output === 'both' ? [child.stdout, child.stderr] : [child.stdout])
    stream?.on('data', (chunk: Buffer) => void printed.push(chunk))
  if (output === 'stdout') child.stderr?.resume()
  const timer = setTimeout(() => child.kill('SIGTERM'), timeoutMs)
  const why = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) =>
      resolve(code === 0 || (code !== null && acceptedCodes === 'any') ? '' : `ended with ${code ?? signal}`),
    )
  })
  clearTimeout(timer)
  const text = Buffer.concat(printed).toString()
  if (why === '') return text
  throw new Error([`${command} ${args.slice(0, 2).join(' ')} ${why}`, ...text.trim().split('\n').slice(-linesShown)].join('\n  '))
}

/** The kernel's guard where util-linux is installed, else the pipe (macOS). */
export const availableGuard = (): Guard => (existsSync(SETPRIV_FILE) ? 'kernel' : 'pipe')

/** True when the program has ended or never started. */
export const hasEnded = (child: ChildProcess): boolean => child.pid === undefined || child.exitCode !== null || child.signalCode !== null

/** Sends the program's own clean signal, then KILL when it has not ended after `timeoutMs`; resolves when it is gone. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals, timeoutMs: number): Promise<void> {
  if (hasEnded(child)) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill(signal)
  })
}
