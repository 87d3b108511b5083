import { readFileSync } from 'node:fs'
import { startConsumer } from '@imaging/event-log'
import { eventReader, type RecordActedV1 } from '@imaging/schemas'
import { consumerPart, defineService, timerPart } from '@imaging/service'
import type { JWK } from 'jose'
import { Type } from 'typebox'
import { onAct } from './on-act.ts'
import { recordRoutes } from './record-routes.ts'
import { fileExport } from './root-export.ts'
import { createRootSigner, readRecordKeys, signatureCheck } from './root-signature.ts'
import { signAllRoots, TamperedRecord } from './sign-roots.ts'

/** What could be cut off unseen is what was done since: minutes, not hours. */
const SIGN_EVERY_S = 300

/** The service as `main.ts` runs it, and as tests do. */
export const record = defineService({
  name: 'record',
  title: 'Record',
  description: 'Every act that must be proven later, in a chain of hashes for each organisation, with signed roots',
  config: {
    RECORD_SIGNING_KEY_FILE: Type.String({ minLength: 1, description: 'private Ed25519 key as a JSON Web Key' }),
    RECORD_FORMER_KEYS_FILE: Type.Optional(
      Type.String({ description: 'public keys that signed before, as /api/v1/record/keys gives them' }),
    ),
    RECORD_EXPORT_DIR: Type.String({ minLength: 1, description: 'folder that signed roots are added to' }),
    RECORD_SIGN_EVERY_S: Type.Integer({ minimum: 1, maximum: 86_400, default: SIGN_EVERY_S }),
  },
  async start({ config, pool, ingest, eventLog, log, metrics, server, now, fatal }) {
    const signer = await createRootSigner(JSON.parse(readFileSync(config.RECORD_SIGNING_KEY_FILE, 'utf8')) as JWK)
    const former = config.RECORD_FORMER_KEYS_FILE === undefined ? [] : readRecordKeys(config.RECORD_FORMER_KEYS_FILE).keys
    const keys = { keys: [signer.publicKey, ...former.filter(({ kid }) => kid !== signer.publicKey.kid)] }
    const signing = { ingest, signer, checkSignature: await signatureCheck(keys), exported: fileExport(config.RECORD_EXPORT_DIR), now }
    recordRoutes(server, { ...signing, pool, keys })

    const read = eventReader('imaging.record')
    const acts = await startConsumer<RecordActedV1>({
      eventLog,
      pool: ingest,
      group: 'record.acts',
      topics: ['imaging.record'],
      read: ({ body }) => read(body ?? Buffer.alloc(0), now().getTime()),
      apply: onAct(now),
      log,
      metrics,
      fatal,
    })
    const tampered = metrics.gauge({ name: 'record_tampered', help: '1 while a record is found changed and is not signed any further' })
    const sign = async (signal: AbortSignal): Promise<void> => {
      try {
        await signAllRoots(signing, signal)
        tampered.set(0)
      } catch (error) {
        if (!(error instanceof TamperedRecord)) throw error
        tampered.set(1)
        log.error({ err: error }, 'a record is not as it was written')
      }
    }
    return [consumerPart('acts', acts), timerPart({ name: 'roots', everyMs: config.RECORD_SIGN_EVERY_S * 1_000, work: sign, log })]
  },
})
