import { commandLine, type CommandResult } from '../../process/index.js';
import { FirewallError } from '../types.js';
import { findNftFailure, type NftFailure } from './failure.js';

/** An nft program. */
export interface NftProgram {
  /** Runs it: `['nft']`, `['chroot', '/root/of/an/engine', 'nft']`. */
  readonly argv: readonly string[];
  /** Whose it is, for messages: `of this machine`, `of debian:forky`. */
  readonly origin: string;
}

/** Runs a command in the network namespace whose tables are read. */
export type RunNft = (argv: readonly string[]) => Promise<CommandResult>;

/**
 * The nft of one network namespace: the first of several programs that can read its tables. A version before 1.1.2
 * crashes over a set or map made by a later version, whatever the command, even one that adds another table.
 */
export class Nft {
  /** What is wrong with the programs that cannot read the tables, each once, with a remedy. */
  readonly warnings: string[] = [];
  private program: NftProgram;
  /** Why no program can read the tables; null if one can, as far as is known. */
  problem: string | null = null;
  private unusable: Promise<boolean> | null = null;

  /**
   * @param program The program to use while it can read the tables.
   * @param findOthers Finds the programs to try then, in order.
   */
  constructor(
    private readonly run: RunNft,
    program: NftProgram,
    private readonly findOthers: () => Promise<readonly NftProgram[]> = () => Promise.resolve([]),
  ) {
    this.program = program;
  }

  /** The command of the program in use. It changes in `replace`. */
  get argv(): readonly string[] {
    return this.program.argv;
  }

  /** The command as a shell script has it. */
  get script(): string {
    return commandLine(this.argv);
  }

  /**
   * Lists with nft: `list('-a', 'list', 'ruleset')`.
   *
   * @throws FirewallError if nft refuses or no program can read the tables.
   */
  async list(...words: readonly string[]): Promise<string> {
    for (;;) {
      const { argv } = this;
      const result = await this.run([...argv, ...words]);
      const failure = findNftFailure(result);
      if (failure === null && result.status === 0) return result.stdout;
      if (argv !== this.argv || (failure !== null && (await this.replace(words)))) continue;
      const reason = failure === null ? result.stderr.trim() : (this.problem ?? failure.text);
      throw new FirewallError(`Cannot list the firewall: "nft ${words.join(' ')}": ${reason}`);
    }
  }

  /**
   * Tries the program in use. If it cannot read the tables, adds a warning and takes the next program that can.
   *
   * @param words What it must be able to do.
   * @returns true if another program is in use now.
   */
  async replace(words: readonly string[] = ['-a', 'list', 'ruleset']): Promise<boolean> {
    this.unusable ??= this.findReplacement(words).finally(() => {
      this.unusable = null;
    });
    return this.unusable;
  }

  private async findReplacement(words: readonly string[]): Promise<boolean> {
    const { program } = this;
    const failure = await this.findFailure(program, words);
    this.problem = null;
    if (failure === null) return false;
    for (const other of await this.findOthers()) {
      if (other.argv.join(' ') === program.argv.join(' ')) continue;
      if ((await this.findFailure(other, words)) !== null) continue;
      this.program = other;
      const [tables, version] = await Promise.all([this.findTables(program, other), this.readVersion(other)]);
      this.warn(`${await this.describe(program, failure, tables)} docknet uses nft ${version} ${other.origin}.`);
      return true;
    }
    this.problem = await this.describe(program, failure, []);
    this.warn(this.problem);
    return false;
  }

  private async findFailure({ argv }: NftProgram, words: readonly string[]): Promise<NftFailure | null> {
    return findNftFailure(await this.run([...argv, ...words]));
  }

  /** Finds the tables that a program cannot list, with another that can. */
  private async findTables(program: NftProgram, other: NftProgram): Promise<string[]> {
    const { stdout } = await this.run([...other.argv, 'list', 'tables']);
    const tables = [...stdout.matchAll(/^table (\S+ \S+)$/gm)].map(([, table = '']) => table);
    const failures = await Promise.all(
      tables.map((table) => this.findFailure(program, ['list', 'table', ...table.split(' ')])),
    );
    return tables.filter((_, n) => failures[n] !== null);
  }

  private async describe(program: NftProgram, failure: NftFailure, tables: readonly string[]): Promise<string> {
    const version = failure.kind === 'missing' ? '' : `${await this.readVersion(program)} `;
    const named = tables.length === 0 ? 'the tables here' : `table ${tables.join(' and table ')}`;
    const over = failure.kind === 'crash' ? ` over ${named}` : '';
    return `nft ${version}${program.origin} ${failure.text}${over}: ${failure.remedy}.`;
  }

  private async readVersion({ argv }: NftProgram): Promise<string> {
    const { stdout } = await this.run([...argv, '--version']);
    return /v(\d[\w.]*)/.exec(stdout)?.[1] ?? 'of unknown version';
  }

  /** Adds a warning, once. */
  warn(text: string): void {
    if (!this.warnings.includes(text)) this.warnings.push(text);
  }
}
