/** What happened to a registration. Holds no secret. */
export interface DcrChange {
  /** What happened: `registered`, `updated`, `renewed`, `adopted` and `deleted` are what an app asked for or a start did. */
  readonly type:
    | 'registered'
    | 'replaced'
    | 'updated'
    | 'renewed'
    | 'adopted'
    | 'deleted'
    /** The server no longer knows the client; another one takes its place. */
    | 'dead'
    /** A client that was replaced has been deleted at the server. */
    | 'retired-deleted'
    /** Another process changed the credentials; seen by `startRenewal` alone. */
    | 'changed-elsewhere'
    | 'management-lost'
    | 'management-regained'
    /** The server granted something else, and the client was taken back. */
    | 'rejected'
    | 'orphan-suspected'
    | 'orphan-deleted';
  /** The client concerned, if its id is known. */
  readonly client_id?: string;
  /** With `replaced`: it was done before the stated end of the secret, and does not count against the budget. */
  readonly planned?: true;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Why, in words. */
  readonly reason: string;
}
