import { isLocalDate } from '@imaging/calendar'
import { registerFields, ukDate, type AssetClass, type RegisterField } from '../domain/index.ts'

const pounds = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' })
const statusWords: Readonly<Record<string, string>> = { IN_USE: 'In use', DECOMMISSIONED: 'Decommissioned' }

/** A value as a person writes it in a register file; importing it reads the same value. */
export function writtenValue(field: RegisterField, value: string | number | boolean, classes: readonly AssetClass[]): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return registerFields[field].kind === 'money' ? pounds.format(value / 100) : String(value)
  if (field === 'status') return statusWords[value] ?? value
  if (field === 'classId') return classes.find(({ classId }) => classId === value)?.name ?? value
  return registerFields[field].kind === 'date' && isLocalDate(value) ? ukDate(value) : value
}
