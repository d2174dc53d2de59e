/** A comment on a pull request. */
export interface Comment {
  readonly id: number;
  readonly user: { readonly type: string };
  body: string;
}

/** GitHub's API as far as docknet-comment.yml uses it: one repository with open pull requests and their comments. */
export class PullRequests {
  readonly comments: Comment[] = [];
  readonly notices: string[] = [];

  constructor(
    private readonly pulls: readonly { readonly number: number; readonly head: { readonly sha: string } }[],
  ) {}

  /** Runs a script of actions/github-script. */
  async run(script: string, payload: unknown, temporary: string): Promise<void> {
    const { createRequire } = await import('node:module');
    const names = ['github', 'context', 'core', 'require', 'process'];
    const AsyncFunction = Object.getPrototypeOf(async () => Promise.resolve()) as { constructor: FunctionConstructor };
    const work = AsyncFunction.constructor(...names, script) as (...values: readonly unknown[]) => Promise<void>;
    await work(
      this.api,
      { repo: { owner: 'docknet', repo: 'docknet' }, payload },
      { notice: (text: string) => this.notices.push(text) },
      createRequire(import.meta.url),
      { env: { RUNNER_TEMP: temporary } },
    );
  }

  private readonly api = {
    paginate: (list: (options: unknown) => unknown, options: unknown) => Promise.resolve(list(options)),
    rest: {
      pulls: { list: () => this.pulls },
      issues: {
        listComments: () => this.comments,
        createComment: ({ body }: { readonly body: string }) => {
          this.comments.push({ id: this.comments.length + 1, user: { type: 'Bot' }, body });
        },
        updateComment: ({ comment_id: id, body }: { readonly comment_id: number; readonly body: string }) => {
          const comment = this.comments.find((each) => each.id === id);
          if (comment !== undefined) comment.body = body;
        },
      },
    },
  };
}
