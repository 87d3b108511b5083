import { describe, expect, it } from 'vitest'
import { command } from './command.ts'
import { EXIT, Refusal, UsageError } from './exit.ts'
import { runCli } from './run-cli.ts'

/** Runs a command line as a shell would and says what came of it. */
async function called(line: string, commands = [importFile, list, replay, fail]) {
  const out: string[] = []
  const err: string[] = []
  const stream = (to: string[]) =>
    ({ write: (text: string) => to.push(text), isTTY: false, on: () => {}, off: () => {} }) as unknown as NodeJS.WriteStream
  const code = await runCli({ name: 'shop', commands, argv: line.split(' ').filter(Boolean), stdout: stream(out), stderr: stream(err) })
  return { code, out: out.join(''), err: err.join('') }
}

const importFile = command({
  name: 'import',
  summary: 'Check a file and save it',
  arguments: [
    { name: 'file', summary: 'CSV or XLSX' },
    { name: 'sheet', summary: 'Sheet of a workbook', optional: true },
  ],
  options: {
    confirm: { type: 'boolean', summary: 'Save it', short: 'c' },
    since: { type: 'string', summary: 'First day', value: 'DATE', default: '2026-11-01' },
    owner: { type: 'string', summary: 'Whose it is', required: true },
    tag: { type: 'string', summary: 'May be repeated', multiple: true },
  },
  examples: ['import register.csv --owner RYJ'],
  run: async ({ arguments: { file, sheet }, options }, { result }) => {
    if (file === 'bad.csv') throw new Refusal('bad.csv, row 3, column B: 31 February is no date; write a real one.')
    const seen: { file: string; sheet: string | undefined; confirm: boolean; since: string; owner: string; tags: readonly string[] } = {
      file,
      sheet,
      confirm: options.confirm,
      since: options.since,
      owner: options.owner,
      tags: options.tag,
    }
    result(seen, () => `would import ${seen.file}`)
  },
})

const list = command({ name: 'dead-letters list', summary: 'What was refused', run: async (_input, { print }) => print('none') })

const replay = command({
  name: 'dead-letters replay',
  summary: 'Send it again',
  arguments: [{ name: 'id', summary: 'Which', many: true }],
  run: async ({ arguments: { id } }) => (id.length > 2 ? EXIT.failed : undefined),
})

const fail = command({
  name: 'fail',
  summary: 'Fails',
  arguments: [{ name: 'how', summary: 'How', optional: true }],
  run: async ({ arguments: { how } }) => {
    throw how === 'usage' ? new UsageError('--from must be before --to.') : new Error('The broker is away.')
  },
})

describe('a command', () => {
  it('gets its arguments and options, with defaults for what is left out', async () => {
    const { code, out } = await called('import a.csv --owner RYJ --tag x --tag y -c --json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({ file: 'a.csv', confirm: true, since: '2026-11-01', owner: 'RYJ', tags: ['x', 'y'] })
    expect(JSON.parse((await called('import a.csv s1 --owner RYJ --json')).out)).toMatchObject({ sheet: 's1', confirm: false, tags: [] })
  })

  it('prints text for people unless asked for JSON', async () => {
    expect((await called('import a.csv --owner RYJ')).out).toBe('would import a.csv\n')
  })

  it('may have two words and take many arguments', async () => {
    expect((await called('dead-letters list')).out).toBe('none\n')
    expect((await called('dead-letters replay 1 2')).code).toBe(0)
    expect((await called('dead-letters replay 1 2 3')).code).toBe(1)
  })

  it('shows how it is called, with examples', async () => {
    const { code, out } = await called('import --help')
    expect(code).toBe(0)
    expect(out).toBe(
      [
        'Usage: shop import FILE [SHEET] [OPTIONS]',
        '',
        'Check a file and save it',
        '',
        'Arguments:',
        '  FILE   CSV or XLSX',
        '  SHEET  Sheet of a workbook',
        '',
        'Options:',
        '  -c, --confirm  Save it',
        '  --since DATE   First day (2026-11-01 if left out)',
        '  --owner TEXT   Whose it is (required)',
        '  --tag TEXT     May be repeated',
        '  --json         Print JSON for programs',
        '  --help         Show this',
        '',
        'Examples:',
        '  shop import register.csv --owner RYJ',
        '',
      ].join('\n'),
    )
  })
})

describe('exit codes', () => {
  it.each([
    ['import --owner RYJ', 'FILE is needed.'],
    ['import a.csv', '--owner is needed.'],
    ['import a.csv b c --owner RYJ', 'c is one argument too many.'],
    ['import a.csv --owner RYJ --sicne 1', "Unknown option '--sicne'"],
    ['dead-letters replay', 'ID is needed.'],
    ['fail usage', '--from must be before --to.'],
  ])('2, and the way to call it, for "%s"', async (line, message) => {
    const { code, out, err } = await called(line)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).toMatch(/Usage: shop /)
  })

  it('3 for input that is refused, saying where and why', async () => {
    const { code, err } = await called('import bad.csv --owner RYJ')
    expect(code).toBe(3)
    expect(err).toBe('bad.csv, row 3, column B: 31 February is no date; write a real one.\n')
  })

  it('1 for a failure, without a stack', async () => {
    expect(await called('fail')).toEqual({ code: 1, out: '', err: 'The broker is away.\n' })
  })

  it.each([
    ['improt a.csv', 'There is no command improt. Did you mean shop import?'],
    ['dead-letters lst', 'There is no command dead-letters lst. Did you mean shop dead-letters list?'],
    ['dead-leters list', 'Did you mean shop dead-letters list?'],
    ['whatever', 'There is no command whatever. All commands: shop --help'],
  ])('2 for "%s", which is no command, with what may be meant', async (line, message) => {
    const { code, err } = await called(line)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })

  it.each([
    ['', 2],
    ['--help', 0],
    ['help', 0],
    ['dead-letters', 2],
    ['dead-letters --help', 0],
  ])('and the list of commands for "%s": %i', async (line, code) => {
    const shown = await called(line)
    expect(shown.code).toBe(code)
    expect(shown.out).toContain('dead-letters replay ID…  Send it again')
    expect(shown.out.includes('import FILE')).toBe(!line.startsWith('dead-letters'))
  })

  it('130 after Ctrl-C, once the command has cleaned up', async () => {
    let isClean = false
    const before = process.listenerCount('SIGINT')
    const wait = command({
      name: 'wait',
      summary: 'Waits',
      run: async (_input, { signal }) => {
        const aborted = new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        process.emit('SIGINT', 'SIGINT')
        await aborted.finally(() => (isClean = true))
      },
    })
    expect(await called('wait', [wait])).toEqual({ code: 130, out: '', err: '' })
    expect(isClean).toBe(true)
    expect(process.listenerCount('SIGINT')).toBe(before)
  })
})
