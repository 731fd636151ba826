/** Works on several at once. The results stand in the order of what they were made of; the first failure is that of all. */
export async function mapConcurrently<From, To>(
  source: Iterable<From> | AsyncIterable<From>,
  atOnce: number,
  work: (item: From) => Promise<To>,
): Promise<To[]> {
  const results: To[] = [];
  const queue = numbered(source);
  const worker = async () => {
    // A worker that fails ends the queue for the others, too.
    for await (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

async function* numbered<T>(
  source: Iterable<T> | AsyncIterable<T>,
): AsyncGenerator<readonly [index: number, item: T]> {
  let index = 0;
  for await (const item of source) {
    yield [index, item];
    index += 1;
  }
}
