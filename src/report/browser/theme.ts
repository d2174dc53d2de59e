/** Switches the page between the system's theme, light and dark, and keeps the choice in the browser's storage. */

const themes = ['system', 'light', 'dark'] as const;
const storageKey = 'docknet-theme';
const root = document.documentElement;

function storedTheme(): string {
  try {
    const theme = localStorage.getItem(storageKey);
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  } catch {
    return 'system';
  }
}

function storeTheme(theme: string): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Some browsers give a file: page no storage; the choice then lasts until the page is closed.
  }
}

function applyTheme(theme: string): void {
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  const name = document.querySelector('[data-theme-name]');
  if (name !== null) name.textContent = theme;
}

root.classList.add('js');
applyTheme(storedTheme());
document.querySelector('[data-theme-toggle]')?.addEventListener('click', () => {
  const current = themes.findIndex((theme) => theme === (root.dataset['theme'] ?? 'system'));
  const next = themes[(current + 1) % themes.length] ?? 'system';
  applyTheme(next);
  storeTheme(next);
});

export {};
