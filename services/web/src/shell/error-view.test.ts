import { describe, expect, it } from 'vitest'
import { errorView, type Failure } from './error-view.ts'

const failure: Failure = {
  status: 503,
  message: undefined,
  keepsForm: false,
  method: 'POST',
  url: '/work-orders/WO-1041/accept',
  fields: {},
}
const fields = { formToken: 'secret', idempotencyKey: 'k-1', version: '3', note: 'Helium low', scope: ['coil', 'table'], empty: '' }

describe('errorView', () => {
  it('keeps what was written when a service is away, with the same idempotency key', () => {
    const view = errorView({ ...failure, fields })
    expect(view.resend?.action).toBe('/work-orders/WO-1041/accept')
    expect(view.resend?.fields).toContainEqual({ name: 'idempotencyKey', value: 'k-1' })
    expect(view.resend?.fields).toContainEqual({ name: 'scope', value: 'table' })
    expect(view.answers).toEqual([
      { name: 'note', value: 'Helium low' },
      { name: 'scope', value: 'coil' },
      { name: 'scope', value: 'table' },
    ])
  })

  it('never repeats the token of the form that failed', () => {
    expect(JSON.stringify(errorView({ ...failure, fields }))).not.toContain('secret')
  })

  it('does not offer to resend a decision made on an older version, but shows it and leads to the page', () => {
    const view = errorView({ ...failure, status: 412, fields })
    expect(view.resend).toBeUndefined()
    expect(view.answers[0]).toEqual({ name: 'note', value: 'Helium low' })
    expect(view.back).toEqual({ href: '/work-orders/WO-1041', text: 'See the latest version' })
  })

  it('keeps nothing of a form sent from another website', () => {
    const view = errorView({ ...failure, status: 403, message: 'This form was sent from another website', fields })
    expect(view).toMatchObject({ resend: undefined, answers: [] })
    expect(view.paragraphs[0]).toBe('This form was sent from another website.')
  })

  it('leads on from a page that is not there', () => {
    expect(errorView({ ...failure, status: 404, method: 'GET' }).back.href).toBe('/')
  })
})
