import { parseArgs } from 'node:util'
import type { Argument, Command, Option, RunContext } from './command.ts'
import { EXIT, Refusal, UsageError } from './exit.ts'
import { commandHelp, programHelp, usage } from './help.ts'
import { nearest } from './nearest.ts'

export interface CliOptions {
  /** How people call the program: `imaging`. */
  readonly name: string
  readonly commands: readonly Command[]
  /** Without the program itself: `process.argv.slice(2)`. */
  readonly argv: readonly string[]
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
}

/**
 * Runs the command that the arguments name.
 *
 * Results go to standard output, everything else to standard error. Ctrl-C, or a reader that has seen enough (`| head`),
 * aborts the command's signal; a second Ctrl-C ends the process at once.
 *
 * @returns The exit code: 0 done, 1 failed, 2 called wrongly, 3 the input was refused, 130 interrupted.
 */
export async function runCli({ name, commands, argv, stdout, stderr }: CliOptions): Promise<number> {
  const asked = commandAt(commands, argv)
  if (asked === undefined) return withoutCommand({ name, commands, argv, stdout, stderr })
  const [command, rest] = asked
  if (rest.includes('--help')) {
    stdout.write(`${commandHelp(name, command)}\n`)
    return EXIT.ok
  }
  const interrupt = new AbortController()
  const onInterrupt = (): void => (interrupt.signal.aborted ? process.exit(EXIT.interrupted) : interrupt.abort(new Error('interrupted')))
  const onClosed = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error
    interrupt.abort(error)
  }
  process.on('SIGINT', onInterrupt)
  stdout.on('error', onClosed)
  try {
    const { input, isJson } = parsed(command, rest)
    const code = await command.run(input, contextOf(interrupt.signal, isJson, stdout, stderr))
    return interrupt.signal.aborted ? EXIT.interrupted : (code ?? EXIT.ok)
  } catch (error) {
    return interrupt.signal.aborted ? EXIT.interrupted : explain(error, name, command, stderr)
  } finally {
    process.off('SIGINT', onInterrupt)
    stdout.off('error', onClosed)
  }
}

/** The command whose words the arguments begin with, the longest name first, and what follows it. */
function commandAt(commands: readonly Command[], argv: readonly string[]): [Command, string[]] | undefined {
  for (const command of commands.toSorted((a, b) => b.name.length - a.name.length)) {
    const words = command.name.split(' ')
    if (words.every((word, index) => argv[index] === word)) return [command, argv.slice(words.length)]
  }
  return undefined
}

function withoutCommand({ name, commands, argv, stdout, stderr }: CliOptions): number {
  const [first, second] = argv
  if (first === undefined || first === '--help' || first === 'help') {
    stdout.write(`${programHelp(name, commands)}\n`)
    return first === undefined ? EXIT.usage : EXIT.ok
  }
  const group = commands.filter((command) => command.name.startsWith(`${first} `))
  if (group.length > 0 && (second === undefined || second === '--help')) {
    stdout.write(`${programHelp(name, group)}\n`)
    return second === undefined ? EXIT.usage : EXIT.ok
  }
  const meant = nearest(
    argv.filter((word) => !word.startsWith('-')).slice(0, 2),
    commands.map((command) => command.name),
  )
  const hint = meant === undefined ? `All commands: ${name} --help` : `Did you mean ${name} ${meant}?`
  stderr.write(`There is no command ${[first, group.length > 0 ? second : ''].join(' ').trim()}. ${hint}\n`)
  return EXIT.usage
}

function parsed(command: Command, argv: readonly string[]) {
  const { values, positionals } = parse(command, argv)
  const { json: isJson, help: _help, ...given } = values
  for (const [name, { required }] of Object.entries(command.options)) {
    if (required === true && given[name] === undefined) throw new UsageError(`--${name} is needed.`)
  }
  const options = Object.fromEntries(Object.entries(command.options).map(([name, option]) => [name, given[name] ?? absent(option)]))
  return { input: { arguments: named(command.arguments, positionals), options } as Parameters<Command['run']>[0], isJson: isJson === true }
}

const absent = ({ type, multiple }: Option): unknown => (type === 'boolean' ? false : multiple === true ? [] : undefined)

interface Parsed {
  readonly values: Readonly<Record<string, unknown>>
  readonly positionals: readonly string[]
}

function parse({ options }: Command, argv: readonly string[]): Parsed {
  const known = Object.fromEntries(
    Object.entries(options).map(([name, { type, short, multiple, default: preset }]) => [
      name,
      {
        type,
        ...(short !== undefined && { short }),
        ...(multiple !== undefined && { multiple }),
        ...(preset !== undefined && { default: preset }),
      },
    ]),
  )
  try {
    return parseArgs({
      args: [...argv],
      options: { ...known, json: { type: 'boolean' }, help: { type: 'boolean' } },
      allowPositionals: true,
    })
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error })
  }
}

function named(wanted: readonly Argument[], given: readonly string[]): Record<string, unknown> {
  const values = wanted.map(({ name, optional = false, many = false }, index) => {
    const value = many ? given.slice(index) : given[index]
    if (!optional && (value === undefined || value.length === 0)) throw new UsageError(`${name.toUpperCase()} is needed.`)
    return [name, value]
  })
  const takesAll = wanted.at(-1)?.many === true
  const surplus = given[wanted.length]
  if (surplus !== undefined && !takesAll) throw new UsageError(`${surplus} is one argument too many.`)
  return Object.fromEntries(values)
}

function contextOf(signal: AbortSignal, isJson: boolean, stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): RunContext {
  const print = (line: string): void => void stdout.write(`${line}\n`)
  return { signal, isJson, print, result: (value, forPeople) => print(isJson ? JSON.stringify(value) : forPeople(value)), stderr }
}

function explain(error: unknown, program: string, command: Command, stderr: NodeJS.WriteStream): number {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof UsageError) {
    stderr.write(`${message}\n${usage(program, command)}\nMore: ${program} ${command.name} --help\n`)
    return EXIT.usage
  }
  stderr.write(`${message}\n`)
  if (process.env['DEBUG'] !== undefined && error instanceof Error) stderr.write(`${error.stack}\n`)
  return error instanceof Refusal ? EXIT.refused : EXIT.failed
}
