import { join } from 'node:path'
import { licenceReview } from './licences.ts'
import { repository } from './repository.ts'

/** `npm run licences`: every package by its licence, the exceptions with their reasons, and what is wrong; exit code 1 when anything is. */
const print = (line: string): void => void process.stdout.write(`${line}\n`)

const { tree, installed, policy } = repository(join(import.meta.dirname, '../..'))
const { byLicence, unread, faults } = licenceReview(tree, installed, policy)

for (const [licence, packages] of byLicence) {
  const shipped = packages.filter((one) => one.shipped)
  const development = packages.filter((one) => !one.shipped)
  print(`${licence}: ${packages.length}`)
  if (shipped.length > 0) print(`  shipped (${shipped.length}): ${shipped.map(({ id }) => id).join(', ')}`)
  if (development.length > 0) print(`  development (${development.length}): ${development.map(({ id }) => id).join(', ')}`)
}
print(`\nExceptions`)
for (const { name, licence, reason, shipped } of policy.exceptions)
  print(`  ${name} (${licence}, ${shipped ? 'shipped' : 'development only'}): ${reason}`)
print(`\n${unread.length} packages are for other kinds of machine and are not read here.`)
for (const fault of faults) process.stderr.write(`${fault}\n`)
process.exitCode = faults.length === 0 ? 0 : 1
