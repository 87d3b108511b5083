/** Sends a list's filters as soon as one is chosen; without the script there is the button. */
export const submitFiltersOnChange = (page: Document): void => {
  for (const form of page.querySelectorAll<HTMLFormElement>('form[data-filters]')) {
    // Arrow keys change a closed select at every press: only a choice made with the pointer is sent at once.
    let byKeyboard = false
    form.addEventListener('keydown', () => (byKeyboard = true))
    form.addEventListener('pointerdown', () => (byKeyboard = false))
    form.addEventListener('change', (event) => {
      if (!byKeyboard && event.target instanceof HTMLSelectElement) form.requestSubmit()
    })
  }
}
