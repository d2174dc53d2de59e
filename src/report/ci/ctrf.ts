import { toLine } from '../markdown-text.js';
import { listCellFacts } from './cell-facts.js';
import { describeTest, listTests, type Test, type TestStatus } from './outcome.js';
import type { CiReport } from './types.js';

/**
 * Renders a run as CTRF JSON, specification 0.0.0 (ctrf.io). A check without a verdict is `other`; what kept the run
 * from being whole is `failed`.
 */
export function renderCtrf(report: CiReport): string {
  const tests = [...report.problems.map(renderProblem), ...listTests(report).map(renderTest)];
  const count = (status: CtrfStatus) => tests.filter((test) => test.status === status).length;
  const records = report.cells.flatMap(({ record }) => record ?? []);
  const start = Date.parse(report.started);
  const stop = Date.parse(report.finished);
  const [record, ...more] = records;
  const ctrf = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: report.finished,
    generatedBy: `docknet ${report.docknet}`,
    results: {
      tool: { name: 'docknet', version: report.docknet },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        start,
        stop,
        duration: stop - start,
      },
      tests,
      ...(record === undefined
        ? {}
        : {
            environment: {
              osPlatform: 'linux',
              osRelease: record.cell.kernel.release,
              osVersion: record.cell.system,
              ...(more.length === 0 ? { testEnvironment: `engine ${record.cell.engine.version}` } : {}),
              extra: { cells: records.map((cell) => Object.fromEntries(listCellFacts(cell))) },
            },
          }),
    },
  };
  return `${JSON.stringify(ctrf, null, 2)}\n`;
}

type CtrfStatus = 'passed' | 'failed' | 'skipped' | 'other';

const statuses: Readonly<Record<TestStatus, CtrfStatus>> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  error: 'other',
};

interface CtrfTest {
  readonly name: string;
  readonly status: CtrfStatus;
  readonly duration: number;
}

function renderProblem({ kind, text }: CiReport['problems'][number]): CtrfTest & Readonly<Record<string, unknown>> {
  return { name: kind, status: 'failed', duration: 0, message: text, rawStatus: kind };
}

function renderTest(test: Test): CtrfTest & Readonly<Record<string, unknown>> {
  const { check, cell, label, status, type, message } = test;
  const { id, title, claim, milliseconds, rulesFinding, evidence } = check;
  const [area = id] = id.split('/');
  return {
    name: id,
    testId: label === '' ? id : `${label} ${id}`,
    status: statuses[status],
    duration: Math.round(milliseconds),
    suite: label === '' ? [area] : [label, area],
    ...(message === '' ? {} : { message }),
    ...(status === 'failed' || status === 'error' ? { trace: describeTest(test).join('\n') } : {}),
    rawStatus: type,
    labels: { title: toLine(title), document: claim.document, section: claim.section, about: check.about },
    ...(evidence.recording === null
      ? {}
      : {
          attachments: [
            {
              name: 'recording',
              contentType: 'application/vnd.tcpdump.pcap',
              path: `${cell.directory}${evidence.recording}`,
            },
          ],
        }),
    extra: { claim: claim.text, rulesFinding },
  };
}
