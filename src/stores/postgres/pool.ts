/** What a statement gives. */
export interface PostgresRows {
  /** One object for each row. */
  readonly rows: readonly unknown[];
}

/** A pool of the `pg` package, as far as {@link postgresStore} uses it. */
export interface PostgresPool {
  /** One statement on any connection of the pool. */
  query(text: string, values?: unknown[]): Promise<PostgresRows>;
  /** Needed for `watch` alone. */
  connect?(): Promise<PostgresConnection>;
  /** What the pool was made with; with `max: 1` there is no connection left to listen on. */
  readonly options?: {
    /** How many connections it may hold. */
    readonly max?: number | undefined;
  };
}

/** One connection of the pool, for its own use. */
export interface PostgresConnection {
  /** One statement. */
  query(text: string): Promise<unknown>;
  /** Listens to what others notify. */
  on(
    event: 'notification',
    listener: (notification: { readonly payload?: string | undefined }) => void,
  ): unknown;
  /** Listens to its end. */
  on(event: 'error' | 'end', listener: (error?: Error) => void): unknown;
  /** Lets the process end although the connection is open. */
  unref?(): void;
  /** With `true` the connection is closed instead of being used again. */
  release(destroy?: boolean): void;
}
