import { Role, type DatedMembership, type MembershipChosen, type NewAccount } from '@imaging/schemas'
import { Value } from 'typebox/value'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { required, type FieldFault } from '../../shell/form-faults.ts'

/** What was read from a form: what it asks for, or what is wrong with it. */
export type ReadForm<Asked> = { readonly asked: Asked } | { readonly faults: readonly FieldFault[] }

/** Why something is done is asked for by every form: it goes into the record. */
export const WHY = { why: 'Enter why. It goes into the record' }

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/

/** A date that is none; an empty field is none either, and no fault. */
export const dayFaults = (fields: FormFields, field: string, what: string): readonly FieldFault[] => {
  const day = fieldText(fields, field)
  const isDay = ISO_DAY.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) === true
  return day === '' || isDay ? [] : [{ field, text: `Enter a real date for ${what}` }]
}

const chosenRole = (fields: FormFields): ReadForm<MembershipChosen> => {
  const faults = [
    ...required(fields, { role: 'Select a role', organisation: 'Select an organisation' }),
    ...dayFaults(fields, 'endsOn', 'the day the role ends'),
  ]
  const role = fieldText(fields, 'role')
  if (faults.length > 0) return { faults }
  if (!Value.Check(Role, role)) return { faults: [{ field: 'role', text: 'Select a role' }] }
  const endsOn = fieldText(fields, 'endsOn')
  return { asked: { role, organisation: fieldText(fields, 'organisation'), ...(endsOn !== '' && { endsOn }) } }
}

/** A role somebody already has, as it must be named to be kept. */
const kept = ({ role, organisation, startsOn, endsOn }: DatedMembership): MembershipChosen => ({
  role,
  organisation: organisation.code,
  startsOn,
  ...(endsOn !== undefined && { endsOn }),
})

/** A form that gives a role beside those held. */
export const readGiven = (fields: FormFields, held: readonly DatedMembership[]): ReadForm<readonly MembershipChosen[]> => {
  const read = chosenRole(fields)
  const faults = [...('faults' in read ? read.faults : []), ...required(fields, WHY)]
  return 'faults' in read || faults.length > 0 ? { faults } : { asked: [...held.map(kept), read.asked] }
}

/** A form that takes one of the roles held. */
export const readTaken = (fields: FormFields, held: readonly DatedMembership[]): ReadForm<readonly MembershipChosen[]> => {
  const membershipId = fieldText(fields, 'membership')
  const isHeld = held.some((each) => each.membershipId === membershipId)
  const faults = [...(isHeld ? [] : [{ field: 'membership', text: 'Select the role to take away' }]), ...required(fields, WHY)]
  return faults.length > 0 ? { faults } : { asked: held.filter((each) => each.membershipId !== membershipId).map(kept) }
}

/** A form that lets somebody in. */
export const readNewAccount = (fields: FormFields): ReadForm<NewAccount> => {
  const read = chosenRole(fields)
  const wanted = { name: 'Enter their name', subject: 'Enter what the issuer calls them', issuer: 'Enter the address of the issuer' }
  const faults = [...required(fields, wanted), ...('faults' in read ? read.faults : []), ...required(fields, WHY)]
  if ('faults' in read || faults.length > 0) return { faults }
  const text = (name: string): string => fieldText(fields, name)
  return { asked: { issuer: text('issuer'), subject: text('subject'), name: text('name'), memberships: [read.asked], why: text('why') } }
}
