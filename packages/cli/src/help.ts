import type { Argument, Command } from './command.ts'
import { table } from './table.ts'

const ALWAYS = [
  ['--json', 'Print JSON for programs'],
  ['--help', 'Show this'],
]

/** What a program can do, one line a command. */
export function programHelp(name: string, commands: readonly Command[]): string {
  const rows = commands.map((command) => [`  ${[command.name, ...command.arguments.map(argumentUsage)].join(' ')}`, command.summary])
  return [`Usage: ${name} COMMAND [OPTIONS]`, '', 'Commands:', columns(rows), '', `More about one: ${name} COMMAND --help`].join('\n')
}

/** How to call one command. */
export function commandHelp(program: string, command: Command): string {
  const options = [
    ...Object.entries(command.options).map(([name, { short, value = 'TEXT', type, summary, required, default: preset }]) => [
      `  ${short === undefined ? '' : `-${short}, `}--${name}${type === 'string' ? ` ${value}` : ''}`,
      `${summary}${required === true ? ' (required)' : ''}${preset === undefined ? '' : ` (${preset} if left out)`}`,
    ]),
    ...ALWAYS.map(([name, summary]) => [`  ${name}`, summary as string]),
  ]
  const sections = [
    [usage(program, command), '', command.summary],
    command.arguments.length > 0
      ? ['', 'Arguments:', columns(command.arguments.map(({ name, summary }) => [`  ${name.toUpperCase()}`, summary]))]
      : [],
    ['', 'Options:', columns(options)],
    command.examples.length > 0 ? ['', 'Examples:', ...command.examples.map((example) => `  ${program} ${example}`)] : [],
  ]
  return sections.flat().join('\n')
}

/** One line: `Usage: imaging import FILE [OPTIONS]`. */
export const usage = (program: string, { name, arguments: args }: Command): string =>
  ['Usage:', program, name, ...args.map(argumentUsage), '[OPTIONS]'].join(' ')

function argumentUsage({ name, optional = false, many = false }: Argument): string {
  const word = `${name.toUpperCase()}${many ? '…' : ''}`
  return optional ? `[${word}]` : word
}

const columns = (rows: readonly (readonly string[])[]): string =>
  table(rows, [
    { title: '', value: ([left]) => left ?? '' },
    { title: '', value: ([, right]) => right ?? '' },
  ])
