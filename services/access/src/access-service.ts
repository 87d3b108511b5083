import { idempotency } from '@imaging/http'
import { callerOf } from '@imaging/identity'
import { defineService, timerPart } from '@imaging/service'
import { Type } from 'typebox'
import { accessRequestRoutes } from './access-request-route.ts'
import { forgetRequests } from './access-request-repository.ts'
import { accountEditRoutes } from './account-edit-route.ts'
import { accountRoutes } from './account-route.ts'
import { directoryRoutes } from './directory-route.ts'
import { letFirstAdministratorsIn, readFirstAdministrators } from './first-administrators.ts'
import { grantRoutes } from './grant-route.ts'
import { loadExample } from './load-example.ts'
import { machineClientRoutes } from './machine-client-route.ts'
import { machineRoute } from './machine-route.ts'
import { ORGANISATIONS } from './organisations.ts'
import { saveOrganisations } from './organisation-repository.ts'
import { forgetSessions } from './session-repository.ts'
import { sessionRoutes } from './session-route.ts'

/** Every request of every page asks who it comes from; more at once wait some milliseconds. */
const GATEWAY_CONNECTIONS_MAX = 8
/** Long over, and long enough to look into what happened. */
const SESSIONS_KEPT_MS = 30 * 86_400_000
/** Who has not tried for so long has found another way, or none was meant. */
const REQUESTS_KEPT_MS = 90 * 86_400_000
const FORGET_EVERY_MS = 3_600_000

/** The service as `main.ts` runs it, and as tests do. */
export const access = defineService({
  name: 'access',
  title: 'Access',
  description: 'Who may sign in, in which roles and for whom; who is signed in; what organisations share with each other',
  config: {
    OIDC_ISSUER: Type.Optional(Type.String({ minLength: 1, description: 'whose word is taken for who somebody is' })),
    EXAMPLE_RUN: Type.Enum(['0', '1'], { default: '0' }),
    FIRST_ADMINISTRATORS: Type.Optional(Type.String({ description: 'RYJ=subject,QRV=subject; let in where there was never one' })),
  },
  async start({ config, pool, ingest, poolOf, server, log, now, newId }) {
    const isExample = config.EXAMPLE_RUN === '1'
    const deps = { pool, now, newId, isExample }
    const { OIDC_ISSUER: issuer, FIRST_ADMINISTRATORS: first } = config
    await saveOrganisations(ingest, ORGANISATIONS)
    if (issuer === undefined) log.warn('OIDC_ISSUER is not set: nobody new is let in by settings or by the example')
    else if (isExample) await loadExample(ingest, issuer)
    if (first !== undefined && issuer !== undefined) await letFirstAdministratorsIn(ingest, issuer, readFirstAdministrators(first), deps)

    await server.register(idempotency({ pool, callerOf }))
    const gateway = poolOf('gateway', GATEWAY_CONNECTIONS_MAX)
    sessionRoutes(server, { gateway, now, newId })
    machineRoute(server, { gateway, now })
    directoryRoutes(server, deps)
    accountRoutes(server, deps)
    accountEditRoutes(server, deps)
    accessRequestRoutes(server, deps)
    machineClientRoutes(server, deps)
    grantRoutes(server, deps)

    const forget = async (): Promise<void> => {
      await forgetSessions(ingest, new Date(now().getTime() - SESSIONS_KEPT_MS))
      await forgetRequests(ingest, new Date(now().getTime() - REQUESTS_KEPT_MS))
    }
    return [timerPart({ name: 'what is long over', everyMs: FORGET_EVERY_MS, work: forget, log })]
  },
})
