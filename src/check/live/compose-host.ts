import type { EngineAction } from '../expectation.js';
import type { ComposeChange, ComposeProject } from './compose.js';
import { EngineHost } from './engine-host.js';

/** What `when` can do with the Compose projects of `given`. */
export abstract class ComposeHost extends EngineHost {
  /** The Compose projects of `given`, which the fixture sets. */
  projects: readonly ComposeProject[] = [];

  /** Runs `docker compose up -d` for the project of a network, after a change of its compose.yaml, which stays. */
  async composeUp(network: { readonly key: string }, change: ComposeChange = {}): Promise<EngineAction> {
    return this.projectWith(network.key).up(change);
  }

  /** Runs `docker compose down` for the project of a network: removes its containers and its own networks. */
  async composeDown(network: { readonly key: string }): Promise<EngineAction> {
    return this.projectWith(network.key).down();
  }

  private projectWith(key: string): ComposeProject {
    const project = this.projects.find((candidate) => candidate.has(key));
    if (project === undefined) throw new Error(`"${key}" is no network of a Compose project.`);
    return project;
  }
}
