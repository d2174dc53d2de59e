import type { Command } from 'commander';
import type { WriteBaselineOptions } from '../commands/baseline.js';
import type { CompareOptions } from '../commands/compare.js';
import type { JudgeOptions } from '../commands/judge.js';
import type { MergeOptions } from '../commands/merge.js';
import type { ReportOptions } from '../commands/report.js';
import { addCommand, addReporterOptions, strictRulesOption, suitesOption, type SetStatus } from './command.js';

/** Adds `judge`, `report`, `merge`, `compare` and `baseline`. */
export function addRecordCommands(docknet: Command, setStatus: SetStatus): void {
  addCommand(docknet, 'judge <record>', 'judge a run again from its evidence', 'npx docknet judge reports/RUN')
    .option('--json', 'print JSON')
    .option(...strictRulesOption)
    .option(...suitesOption)
    .action(async (record: string, options: JudgeOptions) => {
      setStatus(await (await import('../commands/judge.js')).judge(record, options));
    });
  addReportCommand(docknet, setStatus);
  addReporterOptions(
    addCommand(
      docknet,
      'merge <records...>',
      'make one matrix of runs of parts of the checks, or on several machines',
      'npx docknet merge reports/RUN1 reports/RUN2',
    ),
  )
    .option('--output <directory>', 'the reports directory', 'reports')
    .option(...baselineOption)
    .option(...noBaselineOption)
    .option(...strictRulesOption)
    .action(async (records: string[], options: MergeOptions) => {
      setStatus(await (await import('../commands/merge.js')).merge(records, options));
    });
  addCommand(
    docknet,
    'compare <base> <candidate>',
    'list what changed between two runs, records, baselines or matrices',
    'npx docknet compare 20.10.24 28.5.2 --page upgrade.html',
    compareNotes,
  )
    .option('--json', 'print JSON')
    .option('--markdown', 'print Markdown')
    .option('--page <file>', 'also write an HTML page')
    .option(...strictRulesOption)
    .action(async (base: string, candidate: string, options: CompareOptions) => {
      setStatus(await (await import('../commands/compare.js')).compare(base, candidate, options));
    });
  addBaselineCommands(docknet, setStatus);
}

function addReportCommand(docknet: Command, setStatus: SetStatus): void {
  addReporterOptions(
    addCommand(
      docknet,
      'report <record>',
      'write the pages or other reports of a run or a matrix again from record and evidence',
      'npx docknet report reports/RUN --reporter junit --reporter markdown=summary.md',
    ),
  )
    .option('--single-file', 'write one page that holds the recordings, report.html')
    .option(...baselineOption)
    .option(...noBaselineOption)
    .option(...strictRulesOption)
    .action(async (record: string, options: ReportOptions) => {
      setStatus(await (await import('../commands/report.js')).report(record, options));
    });
}

const baselineOption = ['--baseline <name>', 'compare with a baseline or another run, as docknet run does'] as const;
const noBaselineOption = ['--no-baseline', 'compare with nothing'] as const;

const compareNotes = `DIRECTORY:CELL names one cell of a matrix (reports/RUN:debian:trixie). A matrix
alone stands for all its cells, each compared with the cell of the same engine.

Exit status: 1 for a regression (a claim about behaviour that held in the base
and does not hold in the candidate), 0 otherwise.`;

function addBaselineCommands(docknet: Command, setStatus: SetStatus): void {
  const baseline = addCommand(
    docknet,
    'baseline',
    'list the baselines, or make one from a run',
    'npx docknet baseline list',
  );
  addCommand(baseline, 'list', 'list the shipped baselines', 'npx docknet baseline list').action(async () => {
    setStatus(await (await import('../commands/baseline.js')).list());
  });
  addCommand(
    baseline,
    'write <run>',
    'write a run as a baseline: its record and how its checks behaved, without evidence',
    'npx docknet baseline write reports/RUN',
  )
    .option('--name <name>', 'the baseline’s name (default: the engine’s version)')
    .option('--output <directory>', 'the directory of baselines', 'reports/baselines')
    .action(async (run: string, options: WriteBaselineOptions) => {
      setStatus(await (await import('../commands/baseline.js')).write(run, options));
    });
}
