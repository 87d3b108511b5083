import { address } from '../lists/address.ts'
import type { FormFields } from './form-guard.ts'
import type { PageErrorStatus } from './page-error.ts'

/** A page that says what went wrong, what was kept, and what to do next. */
export interface ErrorView {
  readonly heading: string
  readonly paragraphs: readonly string[]
  /** Set where the same form may be sent again: where to, and every field it had. */
  readonly resend: { readonly action: string; readonly fields: readonly HiddenField[] } | undefined
  /** What the person wrote, so that nothing is lost. */
  readonly answers: readonly HiddenField[]
  readonly back: { readonly href: string; readonly text: string }
}

export interface HiddenField {
  readonly name: string
  readonly value: string
}

interface ErrorWords {
  readonly heading: string
  readonly paragraphs: readonly string[]
}

const words: Readonly<Record<PageErrorStatus, ErrorWords>> = {
  400: { heading: 'We could not read that request', paragraphs: ['Go back and check what you entered.'] },
  401: { heading: 'You have been signed out', paragraphs: ['Nothing you sent has been saved.', 'Sign in, then send it again.'] },
  403: { heading: 'You cannot do this', paragraphs: ['Your role does not allow it.'] },
  404: {
    heading: 'Page not found',
    paragraphs: ['If you typed the web address, check it is correct.', 'If you pasted it, check you copied all of it.'],
  },
  409: { heading: 'This cannot be done now', paragraphs: ['Nothing you sent has been saved.'] },
  412: {
    heading: 'Someone changed this before you',
    paragraphs: ['Nothing you sent has been saved.', 'Look at what changed, then decide again.'],
  },
  413: { heading: 'The file is too big', paragraphs: ['Nothing has been saved. Send a file of up to 10MB.'] },
  422: { heading: 'We could not take this', paragraphs: ['Nothing has been saved. Go back, correct it and send it again.'] },
  429: { heading: 'Too many requests', paragraphs: ['Wait a minute, then try again.'] },
  500: { heading: 'Sorry, there is a problem with the service', paragraphs: ['Try again later.'] },
  503: {
    heading: 'Sorry, the service is not available',
    paragraphs: ['Part of the service is not answering. Try again in a few minutes.'],
  },
}

const RESEND_WORDS = 'Your answers have been kept. Sending them twice does no harm.'

/** Fields the shell adds to every form; the person did not write them. */
const shellFields: ReadonlySet<string> = new Set(['formToken', 'idempotencyKey', 'version'])

/** After these the same form may be sent again as it is; after the others it must first be looked at. */
const resendable: ReadonlySet<PageErrorStatus> = new Set([403, 503])

/** After these what was written is shown, so that nobody types it twice. */
const answersKept: ReadonlySet<PageErrorStatus> = new Set([401, 409, 412, 422, 503])

const fieldsOf = (fields: FormFields): readonly HiddenField[] =>
  Object.entries(fields)
    .filter(([name]) => name !== 'formToken')
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => ({ name, value: String(each) })))

export interface Failure {
  readonly status: PageErrorStatus
  /** Said first where it adds something to the status's own words. */
  readonly message: string | undefined
  readonly keepsForm: boolean
  readonly method: string
  readonly url: string
  readonly fields: FormFields
}

/** The page for a failure. Fields of a form are kept where the failure says they may be. */
export const errorView = (failure: Failure): ErrorView => {
  const { heading, paragraphs } = words[failure.status]
  const keeps = failure.method === 'POST' && (failure.keepsForm || answersKept.has(failure.status))
  const fields = keeps ? fieldsOf(failure.fields) : []
  const canResend = keeps && resendable.has(failure.status)
  return {
    heading,
    paragraphs: [
      ...(failure.message === undefined ? [] : [`${failure.message.replace(/\.$/, '')}.`]),
      ...paragraphs,
      ...(canResend ? [RESEND_WORDS] : []),
    ],
    resend: canResend ? { action: failure.url, fields } : undefined,
    answers: fields.filter(({ name, value }) => !shellFields.has(name) && value !== ''),
    back: wayOn(failure),
  }
}

/** Where to go from a failure. */
const wayOn = ({ status, url }: Failure): ErrorView['back'] => {
  if (status === 401) return { href: address('/sign-in', { next: pageOf(url) }), text: 'Sign in' }
  if (status === 409 || status === 412) return { href: pageOf(url), text: 'See the latest version' }
  return { href: '/', text: 'Go to your start page' }
}

/** The page a form stands on: its address without the act at the end (`/work-orders/WO-1/accept` is on `/work-orders/WO-1`). */
const pageOf = (url: string): string => {
  const parts = (url.split('?')[0] ?? '/').split('/')
  return parts.length > 3 ? parts.slice(0, 3).join('/') : parts.join('/')
}
