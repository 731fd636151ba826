import type { Project } from './project.js';
import type { Result } from './suite/check.js';
import type { Servers } from './suite/setting.js';

/** What a runtime is given. */
export interface Place {
  readonly servers: Servers;
  readonly project: Project;
  /** A file of what `installed/` lists. */
  readonly installed: (path: string) => string;
}

/** What came of all checks in a runtime. */
export interface Outcome {
  readonly version: string;
  readonly results: readonly Result[];
}

/** Runs all checks in a runtime. Rejects where it cannot be started, or does not end. */
export type Drive = (place: Place) => Promise<Outcome>;
