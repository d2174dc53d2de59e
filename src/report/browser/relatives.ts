/** Marks the packets that the one pointed at or focused belongs to. */
export function startRelatives(): void {
  const tell = (event: Event): void => {
    const packet = event.target instanceof Element ? event.target.closest('.packet') : null;
    for (const marked of document.querySelectorAll('.packet.kin')) marked.classList.remove('kin');
    if (packet === null) return;
    for (const relative of packet.querySelectorAll<HTMLElement>('.relative')) {
      packet.parentElement?.children[Number(relative.dataset['to']) - 1]?.classList.add('kin');
    }
  };
  document.addEventListener('mouseover', tell);
  document.addEventListener('focusin', tell);
}
