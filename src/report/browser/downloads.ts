/**
 * Starts the downloads of a page that stands alone. A browser may refuse a long `data:` address, but not the same
 * content as a blob.
 */
export function startDownloads(): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[download]') : null;
    const [, content] = /^data:[^,]*;base64,(.*)$/s.exec(link?.getAttribute('href') ?? '') ?? [];
    if (link === null || content === undefined) return;
    event.preventDefault();
    const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    const download = document.createElement('a');
    download.href = address;
    download.download = link.download;
    download.click();
    // The browser has begun to read it by the time of the next event.
    setTimeout(() => {
      URL.revokeObjectURL(address);
    }, 60_000);
  });
}
