import cap from 'cap';
import { batchBuffer } from './batch-buffer.js';
import { shortestSnapshot } from './marker.js';
import { RecorderError } from './recorder-error.js';

/** What cap puts in front of libpcap's words (FailPcap in the patch of cap). */
const prefix = /^filter: (?:Generic error: )?/;

/**
 * Has libpcap compile a filter, for Ethernet, on this process's own lo; nothing is recorded.
 *
 * @throws RecorderError 'filter' with libpcap's message, or 'permission' without root.
 */
export function compileFilter(filter: string): Promise<null> {
  const { Capture } = cap;
  if (Capture === undefined)
    throw new RecorderError('recorder-not-built', 'cap was built without docknet’s extensions');
  const capture = new Capture();
  return new Promise((resolve, reject) => {
    capture.open(
      {
        device: 'lo',
        netns: '/proc/self/ns/net',
        filter,
        snaplen: shortestSnapshot,
        timeout: 1_000,
        ring: 1 << 18,
        interfaceId: 0,
        buffer: batchBuffer,
      },
      () => undefined,
      (error) => {
        if (error === null)
          capture.close(() => {
            resolve(null);
          });
        else if (prefix.test(error.message))
          reject(new RecorderError('filter', error.message.replace(prefix, ''), { cause: error }));
        else
          reject(
            new RecorderError(
              'permission',
              `the filter could not be tried on this machine’s lo: ${error.message}. Recording needs root; run it with sudo.`,
              { cause: error },
            ),
          );
      },
    );
  });
}
