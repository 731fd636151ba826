import { DcrError } from './errors.js';
import { nearName } from './near-name.js';

/** Refuses options that are none: a token alone, say, would be taken apart into its letters. */
export function checkOptionsObject(options: unknown, where: string): asserts options is object {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new DcrError('invalid-option', `${where}: the options must be an object.`);
  }
}

/**
 * Refuses options that do not exist: a misspelt `initialAccesToken` would otherwise be ignored, and the
 * server's answer would blame something else.
 */
export function checkOptionNames(options: unknown, known: readonly string[], where: string): void {
  checkOptionsObject(options, where);
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const near = nearName(name, known);
    const hint = near === undefined ? `Known are: ${known.join(', ')}.` : `Did you mean ${near}?`;
    throw new DcrError(
      'invalid-option',
      `${where}: there is no option ${JSON.stringify(name.slice(0, 60))}. ${hint}`,
    );
  }
}
