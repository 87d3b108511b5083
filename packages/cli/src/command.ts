export interface Argument {
  readonly name: string
  readonly summary: string
  /** May be left out; only the last argument can be. */
  readonly optional?: boolean
  /** Takes all the rest; only the last argument can. */
  readonly many?: boolean
}

export interface Option {
  readonly type: 'string' | 'boolean'
  readonly summary: string
  /** Stands for the value in the help: `FILE`, `DATE`. */
  readonly value?: string
  readonly required?: boolean
  readonly default?: string
  readonly multiple?: boolean
  readonly short?: string
}

type OptionValue<O extends Option> = O['type'] extends 'boolean'
  ? boolean
  : O['multiple'] extends true
    ? readonly string[]
    : O extends { readonly required: true } | { readonly default: string }
      ? string
      : string | undefined

type OptionValues<O extends Readonly<Record<string, Option>>> = { readonly [K in keyof O]: OptionValue<O[K]> }

type ArgumentValue<A extends Argument> = A['many'] extends true
  ? readonly string[]
  : A['optional'] extends true
    ? string | undefined
    : string

type ArgumentValues<A extends readonly Argument[]> = { readonly [K in A[number] as K['name']]: ArgumentValue<K> }

export interface RunContext {
  /** Aborted by Ctrl-C; a command that stops on it leaves nothing half done. */
  readonly signal: AbortSignal
  /** True with `--json`: print one JSON value for programs instead of text for people. */
  readonly isJson: boolean
  /** Prints one line of result. */
  readonly print: (line: string) => void
  /** Prints a value as JSON with `--json`, and what `forPeople` makes of it otherwise. */
  readonly result: <T>(value: T, forPeople: (value: T) => string) => void
  /** Where notes and progress go, so that results can be piped. */
  readonly stderr: NodeJS.WriteStream
}

/** @returns The exit code; nothing means 0. */
export type Run<A extends readonly Argument[], O extends Readonly<Record<string, Option>>> = (
  input: { readonly arguments: ArgumentValues<A>; readonly options: OptionValues<O> },
  context: RunContext,
) => Promise<number | void>

export interface CommandOptions<A extends readonly Argument[], O extends Readonly<Record<string, Option>>> {
  /** One word, or two for a command of a group: `dead-letters list`. */
  readonly name: string
  /** One line, for the list of commands. */
  readonly summary: string
  readonly arguments?: A
  readonly options?: O
  /** Whole command lines that work, without the program's name. */
  readonly examples?: readonly string[]
  readonly run: Run<A, O>
}

export interface Command {
  readonly name: string
  readonly summary: string
  readonly arguments: readonly Argument[]
  readonly options: Readonly<Record<string, Option>>
  readonly examples: readonly string[]
  readonly run: Run<readonly Argument[], Readonly<Record<string, Option>>>
}

/** Describes a command; what `run` receives has the types that its arguments and options say. */
export const command = <
  const A extends readonly Argument[] = readonly [],
  const O extends Readonly<Record<string, Option>> = Readonly<Record<string, never>>,
>(
  options: CommandOptions<A, O>,
): Command => ({ arguments: [], options: {}, examples: [], ...options }) as unknown as Command
