/** The command line was used wrongly. Nothing was sent. */
export class UsageError extends Error {
  readonly code = 'usage';
}

/** Ctrl-C, or SIGTERM. */
export class Interrupted extends Error {
  readonly code = 'interrupted';
  constructor() {
    super('Interrupted. Nothing new was begun; what had left is finished and saved.');
  }
}
