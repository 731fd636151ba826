import { compareMetadata, validateMetadata } from 'dcr-client';
import { equal, holds } from '../../../src/testing/expectations.js';
import type { Check } from './check.js';
import type { Setting } from './setting.js';

/** Metadata, and what is found in it on Node. Holds for every runtime: regular expressions and URLs are the engine's. */
export interface Judged {
  readonly metadata: Record<string, unknown>;
  readonly options: Parameters<typeof validateMetadata>[1];
  readonly findings: unknown;
}

/** Checks that make no request. */
export function metadataChecks({ servers }: Setting): Check[] {
  const checks: [string, () => Promise<void>][] = [
    [
      'every example of every rule is judged as on Node, word by word',
      async () => {
        const judged: Judged[] = await (await fetch(`${servers.witness}/judged`)).json();
        holds(judged.length > 500, `expected all examples, got ${judged.length}`);
        for (const { metadata, options, findings } of judged)
          equal({ metadata, findings: await validateMetadata(metadata, options) }, { metadata, findings });
      },
    ],
    [
      'what was granted is compared with what was asked',
      async () => {
        const asked = {
          client_name: 'Asked',
          redirect_uris: ['https://app.example/cb'],
          token_endpoint_auth_method: 'none',
        } as const;
        const { usable, fields } = compareMetadata(asked, {
          ...asked,
          client_id: 'c1',
          client_name: 'Other',
        });
        equal([usable, fields.client_name?.outcome], [true, 'replaced']);
      },
    ],
  ];
  return checks.map(([name, run]) => ({ area: 'metadata', name, run }));
}
