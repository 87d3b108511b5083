/** What the server says when one scanner's line changed. */
interface RowChange {
  readonly assetId: string
  /** Markup made by the server's own functions, every value escaped there. */
  readonly status: string
  readonly announcement: string
}

/** Silence after which the page may no longer call itself live; the server says something every 10 seconds. */
const STALE_AFTER_MS = 30_000

const FLASH_MS = 2_000

/** Between attempts to follow again after being refused. */
const REOPEN_MS = 10_000

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: 'numeric', minute: '2-digit', hour12: true })

const timeNow = (): string => clock.format(new Date()).replace(' ', '').replace(':00', '')

/** Says the state of the connection, and when the last word came. */
const showConnection = (line: HTMLElement, isLive: boolean, lastWords: string): void => {
  line.classList.toggle('app-live--off', !isLive)
  line.classList.remove('app-live--still')
  line.textContent = isLive ? `Live. Last checked at ${lastWords}` : `Not live since ${lastWords}. Trying again`
}

const flash = (row: HTMLElement): void => {
  row.classList.add('app-changed')
  setTimeout(() => row.classList.remove('app-changed'), FLASH_MS)
}

/** Puts one scanner's new status in its place; the order of rows stays as it was. */
const showChange = (page: Document, change: RowChange): boolean => {
  const rows = page.querySelectorAll<HTMLElement>(`[data-asset="${CSS.escape(change.assetId)}"]`)
  for (const row of rows) {
    const status = row.querySelector('[data-status]')
    if (status) status.innerHTML = change.status
    flash(row)
  }
  return rows.length > 0
}

/** Keeps the live board true while it is open, without ever moving a row under someone's finger. */
export const followBoard = (page: Document): void => {
  const line = page.querySelector<HTMLElement>('[data-live]')
  const url = line?.dataset['live']
  const spoken = page.querySelector<HTMLElement>('[data-announce]')
  const update = page.querySelector<HTMLElement>('[data-update]')
  if (!line || url === undefined) return
  const changed = new Set<string>()
  let lastWords = timeNow()
  let staleTimer = 0
  let reopening = 0
  let source: EventSource | undefined
  const heard = (): void => {
    lastWords = timeNow()
    showConnection(line, true, lastWords)
    clearTimeout(staleTimer)
    staleTimer = setTimeout(() => showConnection(line, false, lastWords), STALE_AFTER_MS)
  }
  let position = ''
  const open = (): void => {
    // Where a page goes on reading is its own business: a browser only remembers it within one connection.
    const address = new URL(url, location.href)
    if (position !== '') address.searchParams.set('after', position)
    source = new EventSource(address)
    source.addEventListener('open', heard)
    source.addEventListener('tick', heard)
    source.addEventListener('error', () => {
      showConnection(line, false, lastWords)
      // Refused, the browser gives up: it may be for a moment only, or somebody signs in again in another tab.
      if (source?.readyState === EventSource.CLOSED) reopening = setTimeout(open, REOPEN_MS)
    })
    source.addEventListener('scanner', (event: MessageEvent<string>) => {
      heard()
      position = event.lastEventId
      const change = JSON.parse(event.data) as RowChange
      if (!showChange(page, change) && update?.dataset['filtered'] !== undefined) return
      changed.add(change.assetId)
      if (spoken) spoken.textContent = change.announcement
      if (update) {
        update.hidden = false
        const link = update.querySelector('a')
        if (link) link.textContent = `${changed.size} ${changed.size === 1 ? 'change' : 'changes'}. Update list`
      }
    })
  }
  open()
  // A page kept in the background for reloads by the browser must not hold a connection.
  addEventListener('pagehide', () => {
    clearTimeout(reopening)
    source?.close()
  })
}
