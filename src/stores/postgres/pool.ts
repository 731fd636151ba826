/** A pool of the `pg` package, as far as {@link postgresStore} uses it. */
export interface PostgresPool {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  /** Needed for `watch` alone. */
  connect?(): Promise<PostgresConnection>;
  readonly options?: { readonly max?: number | undefined };
}

/** One connection of the pool, for its own use. */
export interface PostgresConnection {
  query(text: string): Promise<unknown>;
  on(
    event: 'notification',
    listener: (notification: { readonly payload?: string | undefined }) => void,
  ): unknown;
  on(event: 'error' | 'end', listener: (error?: Error) => void): unknown;
  /** Lets the process end although the connection is open. */
  unref?(): void;
  /** With `true` the connection is closed instead of being used again. */
  release(destroy?: boolean): void;
}
