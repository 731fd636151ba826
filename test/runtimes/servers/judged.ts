import { validateMetadata } from 'dcr-client';
import { EXAMPLES } from '../../protocol/rules/examples.js';
import type { Judged } from '../suite/metadata.js';

/** All examples of all rules, with what is found in them here, where the unit tests have looked at it. */
export async function judgedExamples(): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const { valid, invalid, tolerated = [] } of EXAMPLES) {
    for (const example of [...valid, ...invalid, ...tolerated]) {
      const [metadata, options] = Array.isArray(example) ? example : [example, {}];
      judged.push({ metadata, options, findings: await validateMetadata(metadata, options) });
    }
  }
  return judged;
}
