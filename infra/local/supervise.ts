import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { addressesFile } from './where.ts'
import { startPlatform, type Crash, type Platform, type PlatformOptions } from './platform.ts'
import { lineProgress, seconds } from './progress.ts'
import { takeRun } from './run-lock.ts'

/** Enough of a log to see why its program ended. */
const LOG_LINES_SHOWN = 20
/** How soon we notice that whoever started us was killed. */
const PARENT_CHECK_MS = 500

export type SuperviseOptions = Omit<PlatformOptions, 'progress' | 'onCrash' | 'durable'> & {
  readonly welcome: (platform: Platform) => string
}

/**
 * Runs a platform in the foreground until Ctrl-C, a signal, the end of the process that started this one, or the crash of a part;
 * then stops everything in order and ends this process: 0 when asked to stop, 1 after a failure.
 */
export async function supervise({ welcome, ...options }: SuperviseOptions): Promise<void> {
  const startedAtMs = performance.now()
  const print = (line: string): void => void process.stdout.write(`${line}\n`)
  const progress = lineProgress(print)
  let platform: Platform | undefined
  let ending = false
  const end = async (exitCode: number, why: string): Promise<void> => {
    if (ending) return
    ending = true
    const stoppedAtMs = performance.now()
    print(`\n${why}`)
    // While the platform is still coming up there is nothing to stop in order: what has started ends with this process.
    await platform?.stop()
    print(`Stopped in ${seconds(performance.now() - stoppedAtMs)}.`)
    process.exit(exitCode)
  }
  const onCrash = (crash: Crash): void =>
    void end(1, `${crash.name} ${crash.why}; its last lines (${crash.logFile}):\n${lastLines(crash.logFile)}`)
  whenAskedToStop((why) => void end(0, why))
  try {
    process.once('exit', takeRun(options.stateDir))
    platform = await startPlatform({ ...options, durable: true, progress, onCrash })
    tellAddresses(options.stateDir, platform)
    if (!ending) print(`\n${welcome(platform)}\n\nReady in ${seconds(performance.now() - startedAtMs)}. Ctrl-C stops everything.`)
  } catch (error) {
    await end(1, explained(error))
  }
}

/** Ctrl-C, a polite kill, a closed terminal, or the death of our parent, which sends nothing. */
function whenAskedToStop(stop: (why: string) => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop('Stopping …'))
  const parent = process.ppid
  setInterval(() => process.ppid === parent || stop('The program that started this one has gone: stopping …'), PARENT_CHECK_MS)
}

/** Writes where everything answers, for commands run beside this one; gone when this process ends. */
function tellAddresses(stateDir: string, { databaseUrl, kafkaBrokers, urls, webUrl, issuerUrl }: Platform): void {
  const file = addressesFile(stateDir)
  const services = Object.fromEntries(Object.entries(urls).map(([name, url]) => [`${name.toUpperCase()}_URL`, url]))
  // The database's address may hold a password.
  const addresses = { DATABASE_URL: databaseUrl, KAFKA_BROKERS: kafkaBrokers, ...services, WEB_ORIGIN: webUrl, OIDC_ISSUER: issuerUrl }
  writeFileSync(file, JSON.stringify(addresses), { mode: 0o600 })
  process.once('exit', () => rmSync(file, { force: true }))
}

/** An error's message, with the last lines of the log it names, if it names one. */
function explained(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const logFile = /its log is (\S+)/.exec(message)?.[1]
  return logFile === undefined ? message : `${message}; its last lines:\n${lastLines(logFile)}`
}

const lastLines = (file: string): string =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .slice(-LOG_LINES_SHOWN)
        .map((line) => `  ${line}`)
        .join('\n')
    : '  (no log)'
