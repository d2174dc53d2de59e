import { rm } from 'node:fs/promises';
import { exitStatus } from '../../record/index.js';
import { kernel } from '../../doctor/index.js';
import { writePages } from '../../results/page/write-pages.js';
import { Attempts } from './attempts.js';
import { giveToCaller } from './give-to-caller.js';
import { legRecord } from './leg-record.js';
import type { FinishedLeg } from './legs.js';
import type { Session, SessionResult } from './session.js';
import { saveRecord } from './save-record.js';

/** Writes down what came of a run on one engine: what cannot be written is said, and the rest is written all the same. */
export async function keepRun(session: Session, leg: FinishedLeg): Promise<SessionResult> {
  const { directory, aborted } = session;
  const {
    name,
    result: { unfit },
  } = leg;
  const troubles = unfit === null ? [] : [unfit];
  const record = legRecord(session, leg, session.run);
  if (record === null) {
    await rm(directory, { recursive: true, force: true });
    if (unfit !== null) troubles.push(...(await missingOfKernel()));
    const status = aborted ? 130 : 3;
    return {
      legs: [{ name, record: null, directory, troubles, status }],
      matrix: null,
      directory,
      page: null,
      troubles,
      status,
    };
  }
  const attempts = new Attempts();
  await attempts.of(() => saveRecord(directory, record));
  const page = await attempts.of(async () =>
    writePages(directory, record, await session.request.isCompared(record.cell.engine.version), session.evidenceOf),
  );
  await attempts.of(() => giveToCaller(directory));
  const all = [...troubles, ...attempts.troubles];
  const status = aborted
    ? 130
    : unfit !== null || (attempts.failed && exitStatus(record) === 0)
      ? 3
      : exitStatus(record);
  return {
    legs: [{ name, record, directory, troubles, status }],
    matrix: null,
    directory,
    page,
    troubles: all,
    status,
  };
}

/** What the kernel lacks, in sentences: why no engine came up may be there. */
export async function missingOfKernel(): Promise<string[]> {
  return (await kernel()).flatMap(({ name, missing, mend }) =>
    missing === null ? [] : [`${name} is missing: ${missing} ${mend}`],
  );
}
