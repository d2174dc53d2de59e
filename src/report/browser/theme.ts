/** Goes through system, light and dark, and remembers the choice where the browser lets a file remember anything. */
export function startTheme(): void {
  const root = document.documentElement;
  const name = document.querySelector<HTMLElement>('[data-theme-name]');
  const show = (theme: string): void => {
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    if (name !== null) name.textContent = theme;
  };
  show(rememberedTheme());
  document.querySelector('[data-theme-toggle]')?.addEventListener('click', () => {
    const themes = ['system', 'light', 'dark'];
    const next = themes[(themes.indexOf(root.dataset['theme'] ?? 'system') + 1) % themes.length] ?? 'system';
    show(next);
    try {
      localStorage.setItem('docknet-theme', next);
    } catch {
      // Some browsers give a page from disk no storage; the choice then lasts as long as the page.
    }
  });
}

export function rememberedTheme(): string {
  try {
    const theme = localStorage.getItem('docknet-theme');
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  } catch {
    return 'system';
  }
}
