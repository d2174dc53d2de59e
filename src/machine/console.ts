/** What a kernel writes when it gives up, the most telling first (Linux, kernel/panic.c, mm/oom_kill.c, lib/bug.c). */
const crashes = [
  /Kernel panic - not syncing: .*/,
  /BUG: .*/,
  /Oops: .*/,
  /general protection fault.*/,
  /INFO: task .* blocked for more than .*/,
  /Out of memory: .*/,
];

/**
 * Describes a crash in the words of the kernel's console; null if it shows none. A panic after an error names the
 * error too: "BUG: kernel NULL pointer dereference, address: 0000000000000000; Kernel panic - not syncing: …".
 */
export function describeCrash(console: string): string | null {
  const lines = console.split('\n').map(stripPrefix);
  const find = (pattern: RegExp) => lines.map((line) => pattern.exec(line)?.[0]).find((text) => text !== undefined);
  const [panic, ...causes] = crashes.map(find);
  const cause = causes.find((text) => text !== undefined);
  const words = [cause, panic].filter((text) => text !== undefined);
  return words.length === 0 ? null : words.join('; ');
}

/** What the machine's script writes when the guest loses its files. QEMU has much to say afterwards. */
const lostFiles = /virtiofsd ended: .*/;

/** Describes how a machine ended: its kernel crashed, it hung, or QEMU ended it. @param hang How it hung, if it did. */
export function describeEnd(console: string, errors: string, hang: string | null): string {
  const crash = describeCrash(console) ?? lostFiles.exec(console)?.[0] ?? null;
  if (crash !== null) return crash;
  const tail = consoleTail(console + errors);
  if (hang === null) return tail || 'it was killed';
  return tail === '' ? hang : `${hang}; its console:\n${tail}`;
}

/** Returns the end of a console without what is no text: escape sequences, carriage returns, time stamps. */
export function consoleTail(console: string, lines = 8): string {
  return console.split('\n').map(stripPrefix).filter(Boolean).slice(-lines).join('\n');
}

/** "[   16.744341] Kernel panic" becomes "Kernel panic". */
const stripPrefix = (line: string): string =>
  line
    // eslint-disable-next-line no-control-regex -- a terminal's escape sequences (ECMA-48)
    .replaceAll(/\u001b(?:\[[\d;?]*[A-Za-z]|c)/g, '')
    .replaceAll('\r', '')
    .replace(/^\[ *\d+\.\d+\]\s*/, '')
    .trim();
