/**
 * Loads a wall screen again and again. Asks for the page first and only moves on when it answers, so that a screen
 * nobody can touch never ends on the browser's own error page.
 */
export const reloadWall = (page: Document): void => {
  const seconds = Number(page.querySelector<HTMLElement>('[data-reload]')?.dataset['reload'])
  if (!(seconds > 0)) return
  setInterval(() => {
    fetch(location.href, { cache: 'no-store' }).then(
      (response) => response.ok && location.reload(),
      () => undefined,
    )
  }, seconds * 1_000)
}
