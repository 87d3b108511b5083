import fc from 'fast-check'
import nunjucks from 'nunjucks'
import { describe, expect, it } from 'vitest'
import { escapeHtml, html, joinHtml } from './safe-html.ts'

const environment = new nunjucks.Environment(null, { autoescape: true })

describe('html', () => {
  it('escapes whatever a person typed', () => {
    expect(String(html`<p title="${'"x"'}">${"<script>alert('1') & more</script>"}</p>`)).toBe(
      '<p title="&quot;x&quot;">&lt;script&gt;alert(&#39;1&#39;) &amp; more&lt;/script&gt;</p>',
    )
  })

  it('never lets text leave an attribute or open an element', () => {
    fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(escapeHtml(text))))
  })

  it('keeps markup as it is, however deeply it is nested', () => {
    const items = ['a', 'b'].map((text) => html`<li>${text}</li>`)
    expect(String(html`<div>${items}</div>`)).toBe('<div><li>a</li><li>b</li></div>')
    expect(String(joinHtml([html`<b>1</b>`, '<', undefined, false, 2]))).toBe('<b>1</b>&lt;2')
  })

  it('is not escaped a second time by a template, while plain text is', () => {
    expect(environment.renderString('{{ markup }}{{ text }}', { markup: html`<b>${'&'}</b>`, text: '<i>' })).toBe('<b>&amp;</b>&lt;i&gt;')
  })
})
