import { actorOf } from '@imaging/identity'
import { may, type ActingIdentity, type Permission } from '@imaging/schemas'
import { ACTIONS, type Action, type Actor } from '../domain/index.ts'

const permissionTo = (action: Action): Permission => `work-order.${action}`

/** Whoever may do anything at all to work orders. */
export const ANY_ACT = { anyOf: ACTIONS.map(permissionTo) }

/** Who asks, as the domain knows them: with the acts that the platform's table of permissions gives their role. */
export const actingAs = (identity: ActingIdentity): Actor => ({
  ...actorOf(identity),
  acts: new Set(ACTIONS.filter((action) => may(identity, permissionTo(action)))),
})
