/** The kinds of failure a person is shown a page for. */
export type PageErrorStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 422 | 429 | 500 | 503

/**
 * A failure to show as a page. The message is a sentence for people, without its full stop; empty where the
 * status says all there is to say. `keepsForm`: what was written may be shown again and sent again.
 */
export class PageError extends Error {
  readonly status: PageErrorStatus
  readonly keepsForm: boolean

  constructor(status: PageErrorStatus, message = '', options: { readonly keepsForm?: boolean; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.status = status
    this.keepsForm = options.keepsForm ?? false
  }
}
