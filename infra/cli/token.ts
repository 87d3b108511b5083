import { command, EXIT, Refusal } from '@imaging/cli'
import { apiOf, clientSecret, machineClients } from '../issuer/example-clients.ts'
import { issuerSecret } from '../local/kept-secret.ts'
import { STATE_DIR } from '../local/where.ts'
import { setting } from './settings.ts'

/** An issuer on this machine that takes longer is not well. */
const TIMEOUT_MS = 10_000

interface Tokens {
  readonly access_token: string
  readonly expires_in: number
}

/**
 * `imaging token --as NAME`: an access token for the API of the example run, by the client credentials of a system or of an
 * example account. Nothing but that: where people are real, their issuer gives tokens.
 */
export const giveToken = command({
  name: 'token',
  summary: 'Print an access token for the API of the example run',
  options: {
    as: { type: 'string', required: true, value: 'NAME', summary: 'Who to be: radiology-manager@RYJ, supplier-system@siemens, …' },
  },
  async run({ options: { as: name } }, { result }) {
    if (!machineClients.includes(name))
      throw new Refusal(`Nobody in the example is ${name}. Write role@organisation, like radiology-manager@RYJ.`)
    const tokens = await tokensOf(name, setting('OIDC_ISSUER'), apiOf(setting('WEB_ORIGIN')))
    result({ token: tokens.access_token, expiresInS: tokens.expires_in }, ({ token }) => token)
    return EXIT.ok
  },
})

async function tokensOf(clientId: string, issuer: string, resource: string): Promise<Tokens> {
  const secret = clientSecret(issuerSecret(process.env['IMAGING_STATE_DIR'] ?? STATE_DIR), clientId)
  const credentials = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw new Refusal(`The issuer at ${issuer} does not answer. Is the example run up? Start it with npm start.`, { cause: error })
  })
  if (!answer.ok) throw new Refusal(`The issuer at ${issuer} gives no token (${answer.status}). Was its secret changed while it ran?`)
  return (await answer.json()) as Tokens
}
