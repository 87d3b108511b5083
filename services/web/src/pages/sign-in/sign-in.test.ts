import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chosenAt, signIn, startSite, testBrowser, type SiteFixture, type TestBrowser } from '../../../preview/site-fixture.ts'

let site: SiteFixture
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site?.stop())

const SESSION = '__Host-imaging-session'
const newBrowser = (): TestBrowser => testBrowser(site.origin)
const hidden = (body: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? ''

describe('signing in', () => {
  it('leads to the issuer and back to the page that was asked for', async () => {
    const browser = newBrowser()
    const asked = await browser.go('/account?from=link')
    expect(asked.headers.get('location')).toBe('/sign-in?next=%2Faccount%3Ffrom%3Dlink')
    const page = await (await browser.go('/sign-in?next=%2Faccount%3Ffrom%3Dlink')).text()
    expect(hidden(page, 'next')).toBe('/account?from=link')
    const back = await signIn(browser, 'radiology-manager@RYJ', '/account?from=link')
    expect([back.status, back.headers.get('location')]).toEqual([303, '/account?from=link'])
    expect(await (await browser.go('/account')).text()).toContain('Radiology manager')
    expect(site.signIns.at(-1)).toEqual({ issuer: site.issuerOrigin, subject: 'radiology-manager@RYJ', name: 'Amara Osei' })
  })

  it('gives a cookie that scripts cannot read and other sites’ forms do not send', async () => {
    const back = await signIn(newBrowser(), 'radiology-manager@RYJ')
    const cookie = back.headers.getSetCookie().find((line) => line.startsWith(SESSION))
    expect(cookie).toMatch(/^__Host-imaging-session=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/)
  })

  it('never leads anywhere but here afterwards', async () => {
    for (const next of ['//evil.example', 'https://evil.example/', '/\\evil.example', '/sign-in/return'])
      expect((await signIn(newBrowser(), 'radiology-manager@RYJ', next)).headers.get('location')).toBe('/')
  })

  it('ends the session that the browser had before', async () => {
    const browser = newBrowser()
    await signIn(browser, 'radiology-manager@RYJ')
    const former = browser.cookies.get(SESSION) ?? ''
    const back = await chosenAt(browser, 'radiology-manager@RYJ')
    await browser.go(back)
    expect(site.sessions.has(former)).toBe(false)
    expect(site.sessions.has(browser.cookies.get(SESSION) ?? '')).toBe(true)
  })

  it('says what to do to somebody whom the issuer knows and we do not, and lets them be somebody else', async () => {
    const browser = newBrowser()
    const refused = await signIn(browser, 'lay-partner@QRV')
    const page = await refused.text()
    expect(refused.status).toBe(403)
    expect(page).toContain('You are signed in, but have no role here yet')
    expect(page).toContain('lay-partner@QRV')
    expect(browser.cookies.has(SESSION)).toBe(false)
    const out = await browser.send('/sign-out', {})
    expect(out.headers.get('location')).toContain(`${site.issuerOrigin}/session/end`)
  })

  it('is refused when another site starts it', async () => {
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }, {}]) {
      const browser = newBrowser()
      expect((await browser.send('/sign-in', { next: '/' }, headers)).status).toBe(403)
      expect(browser.cookies.size).toBe(0)
    }
    const linked = await newBrowser().go('/sign-in?next=/', { headers: { 'sec-fetch-site': 'cross-site' } })
    expect([linked.status, linked.headers.get('location')]).toEqual([200, null])
  })

  it('is refused with an answer that was used before', async () => {
    const browser = newBrowser()
    const back = await chosenAt(browser, 'radiology-manager@RYJ')
    expect((await browser.go(back)).status).toBe(303)
    const session = browser.cookies.get(SESSION)
    expect((await browser.go(back)).status).toBe(400)
    expect(browser.cookies.get(SESSION)).toBe(session)
  })

  it('is refused with an answer to another browser, so that nobody signs somebody else in as themselves', async () => {
    const [attacker, victim, third] = [newBrowser(), newBrowser(), newBrowser()]
    const back = await chosenAt(attacker, 'radiology-manager@RYJ')
    expect((await victim.go(back)).status).toBe(400)
    await victim.send('/sign-in', { next: '/' })
    expect((await victim.go(back)).status).toBe(400)
    expect(victim.cookies.has(SESSION)).toBe(false)
    expect(await (await third.go('/sign-in/return?error=access_denied&state=x')).text()).toContain('We could not sign you in')
  })

  it('is refused with a code of another sign-in, or none', async () => {
    const browser = newBrowser()
    const other = new URL(await chosenAt(newBrowser(), 'radiology-lead@RYJ'))
    const own = new URL(await chosenAt(browser, 'radiology-manager@RYJ'))
    own.searchParams.set('code', other.searchParams.get('code') ?? '')
    expect((await browser.go(own.href)).status).toBe(400)
    expect(browser.cookies.has(SESSION)).toBe(false)
  })
})

describe('a session', () => {
  it('that was ended, or whose account was disabled, is good for not one more request', async () => {
    const browser = newBrowser()
    await signIn(browser, 'radiology-manager@RYJ')
    expect((await browser.go('/account')).status).toBe(200)
    site.sessions.delete(browser.cookies.get(SESSION) ?? '')
    const after = await browser.go('/account')
    expect(after.headers.get('location')).toBe('/sign-in?next=%2Faccount&why=ended')
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect(await (await browser.go('/sign-in?next=%2Faccount&why=ended')).text()).toContain('Your session has ended')
  })

  it('that ended while a form was open keeps what was written, and saves nothing', async () => {
    const browser = newBrowser()
    await signIn(browser, 'radiology-manager@RYJ')
    site.sessions.clear()
    const sent = await browser.send('/work-orders/WO-1/cancel', { formToken: 'old', note: 'Helium topped up by us' })
    const page = await sent.text()
    expect(sent.status).toBe(401)
    expect(page).toContain('You have been signed out')
    expect(page).toContain('Helium topped up by us')
  })

  it('goes on in another role with a token of its own', async () => {
    const browser = newBrowser()
    await signIn(browser, 'radiology-manager@RYJ')
    const former = browser.cookies.get(SESSION) ?? ''
    const page = await (await browser.go('/account/role')).text()
    const membership = /name="role"[^>]*value="([^"]+)"/.exec(page)?.[1] ?? ''
    const wrong = await browser.send('/account/role', { formToken: hidden(page, 'formToken'), role: '' })
    expect(wrong.status).toBe(400)
    const chosen = await browser.send('/account/role', { formToken: hidden(page, 'formToken'), role: membership })
    expect(chosen.headers.get('location')).toBe('/')
    expect(browser.cookies.get(SESSION)).not.toBe(former)
    expect(site.sessions.has(former)).toBe(false)
  })

  it('ends here and at the issuer, which then asks again who one is', async () => {
    const browser = newBrowser()
    await signIn(browser, 'radiology-manager@RYJ')
    const token = browser.cookies.get(SESSION) ?? ''
    expect((await browser.send('/sign-out', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    const out = await browser.send('/sign-out', {})
    expect(site.sessions.has(token)).toBe(false)
    const back = await browser.go(out.headers.get('location') ?? '')
    expect(back.headers.get('location')).toBe(`${site.origin}/signed-out`)
    expect((await browser.go('/signed-out')).status).toBe(200)
    const authorise = (await browser.send('/sign-in', { next: '/' })).headers.get('location') ?? ''
    expect((await browser.go(authorise)).headers.get('location')).toContain('/choose/')
  })
})
