// A store and a fetch that count the calls made to them, and end this process as by `kill -9` at a chosen one.

import { writeSync } from 'node:fs';

/**
 * `death` names a call by its number, from 1, and one of three moments:
 * - `before`: nothing has left;
 * - `effect`: the store or the server has acted, and nobody here has seen its answer;
 * - `answer`: the answer has been handed over and is being worked on, and nothing more leaves.
 */
export function mortal(death) {
  const trace = [];
  let isDying = false;
  let claimed;

  const die = () => {
    writeSync(1, `${JSON.stringify({ trace })}\n`);
    process.kill(process.pid, 'SIGKILL');
  };
  const call = async (what, work) => {
    if (isDying) die();
    trace.push(what);
    const isAt = (moment) => death?.call === trace.length && death.moment === moment;
    const [before, effect, answer] = ['before', 'effect', 'answer'].map(isAt);
    if (before) die();
    const outcome = await work();
    if (effect) die();
    if (answer) {
      isDying = true;
      setImmediate(die);
    }
    return outcome;
  };

  /** A write puts a claim on the record, keeps it, or takes it off. */
  const nameOfWrite = ({ claim }) => {
    if (claim === undefined) return 'save';
    const isNew = claim.attempt !== claimed;
    claimed = claim.attempt;
    return isNew ? 'claim' : 'save under the claim';
  };
  return {
    trace,
    store: (inner) => ({
      ...inner,
      read: (...args) => call('look', () => inner.read(...args)),
      write: (...args) => call(nameOfWrite(args[1]), () => inner.write(...args)),
      delete: (...args) => call('remove', () => inner.delete(...args)),
    }),
    fetch: (url, init) => {
      const isMetadata = new URL(url).pathname.includes('/.well-known/');
      return call(isMetadata ? 'discover' : init.method, () => fetch(url, init));
    },
    /** Whoever was to die after the very last answer does so here. */
    end: () => {
      if (isDying) die();
    },
  };
}
