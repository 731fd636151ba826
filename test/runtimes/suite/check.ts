// Runs in every runtime, without a test framework: what crosses to the process that looks at it is JSON.

/** What a column of the table counts. */
export const AREAS = [
  'functions',
  'errors',
  'metadata',
  'memoryStore',
  'encryptedStore',
  'fileStore',
  'webStore',
  'nodeFetch',
] as const;

export type Area = (typeof AREAS)[number];

/** One rule, in words, and what tries it. */
export interface Check {
  readonly area: Area;
  readonly name: string;
  readonly run: () => Promise<void>;
}

export interface Result {
  readonly area: Area;
  readonly name: string;
  /** What was wrong; absent when the rule holds. */
  readonly failure?: string;
}

const LIMIT_MS = 20_000;

/** One after the other, since they count what reached the server. */
export async function runChecks(checks: readonly Check[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const { area, name, run } of checks) {
    const failure = await outcome(run);
    results.push({ area, name, ...(failure === undefined ? {} : { failure }) });
  }
  return results;
}

async function outcome(run: () => Promise<void>): Promise<string | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  try {
    await Promise.race([run(), late]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } finally {
    clearTimeout(timer);
  }
}
