import { holdTabStop } from './stepping.js';

/** Narrows a ladder to the packets that have every word typed, among all of them, and says how many. */
export function startSifting(): void {
  document.addEventListener('input', (event) => {
    if (!(event.target instanceof HTMLInputElement) || !event.target.matches('.sift')) return;
    const ladder = event.target.closest('.ladder');
    if (ladder !== null) sift(ladder, event.target.value);
  });
}

export function sift(ladder: Element, query: string): void {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const packets = [...ladder.querySelectorAll<HTMLElement>('.packet')];
  for (const packet of packets) {
    const text = (packet.textContent ?? '').toLowerCase();
    packet.hidden = !words.every((word) => text.includes(word));
  }
  ladder.classList.toggle('sifting', words.length > 0);
  const output = ladder.querySelector('.sifted');
  if (output !== null)
    output.textContent =
      words.length === 0 ? '' : `${packets.filter(({ hidden }) => !hidden).length} of ${packets.length}`;
  holdTabStop(ladder, null);
}

/** Shows a packet that the switch or the words typed leave out. */
export function reveal(packet: Element): void {
  const ladder = packet.closest('.ladder');
  if (ladder === null) return;
  if (packet.matches('[hidden]')) {
    const box = ladder.querySelector<HTMLInputElement>('.sift');
    if (box !== null) box.value = '';
    sift(ladder, '');
  }
  const every = ladder.querySelector<HTMLInputElement>('.every');
  if (every !== null && packet.matches('.aside')) every.checked = true;
}
