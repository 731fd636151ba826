import { isHtml } from '../protocol/html.js';
import { sameIssuer } from '../protocol/issuer.js';
import { isTooDeep, jsonObject, parseJson } from '../protocol/json.js';
import { quoteServerText } from '../protocol/redact.js';
import type { ServerMetadata } from '../protocol/types.js';
import type { DcrWarning } from '../protocol/warnings.js';

interface ReceivedDocument {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Metadata of the issuer that was asked for, or why this document is none. */
export type MetadataReading =
  | { readonly metadata: ServerMetadata; readonly warnings: readonly DcrWarning[] }
  | { readonly metadata?: undefined; readonly outcome: string; readonly otherIssuer?: string };

/** Reads one answer of a well-known address. */
export function readMetadata(answer: ReceivedDocument, expectedIssuer: string): MetadataReading {
  const { status, headers, text } = answer;
  if (status < 200 || status > 299) return { outcome: `answered ${status}` };
  if (isHtml(headers.get('content-type'), text)) return { outcome: `answered ${status} with an HTML page` };
  const parsed = parseJson(text);
  const document = parsed.ok ? jsonObject(parsed.value) : undefined;
  if (document === undefined) return { outcome: `answered ${status} without a JSON object` };
  const { issuer } = document;
  if (typeof issuer !== 'string' || issuer === '') return { outcome: 'the metadata names no issuer' };
  const comparison = sameIssuer(issuer, expectedIssuer);
  if (comparison === 'different') {
    const otherIssuer = quoteServerText(issuer);
    return { outcome: `the metadata is of issuer ${JSON.stringify(otherIssuer)}`, otherIssuer };
  }
  const { kept, warnings } = normalise(document);
  if (comparison === 'slash') {
    warnings.push({
      code: 'issuer-trailing-slash',
      message: `The server calls itself ${JSON.stringify(quoteServerText(issuer))}; ${JSON.stringify(expectedIssuer)} differs by one slash at the end, which is forgiven.`,
      members: ['issuer'],
    });
  }
  return { metadata: { ...kept, issuer }, warnings };
}

/** Takes out what means "absent", endpoints that are no text, and what is nested so deeply that nothing could keep it. All else is kept as it came. */
function normalise(document: Record<string, unknown>): {
  kept: Record<string, unknown>;
  warnings: DcrWarning[];
} {
  const empty: string[] = [];
  const wrong: string[] = [];
  const kept: [string, unknown][] = [];
  for (const [name, value] of Object.entries(document)) {
    const isNoText = /_(?:endpoint|uri)$/.test(name) && typeof value !== 'string';
    if (value === null || value === '') empty.push(name);
    else if (isNoText || isTooDeep(value)) wrong.push(name);
    else kept.push([name, value]);
  }
  const warnings: DcrWarning[] = [];
  if (empty.length > 0) {
    warnings.push({
      code: 'empty-member',
      message: 'Empty members of the server metadata were taken out.',
      members: empty,
    });
  }
  if (wrong.length > 0) {
    warnings.push({
      code: 'value-ignored',
      message: 'Members of the server metadata that make no sense were dropped.',
      members: wrong,
    });
  }
  return { kept: Object.fromEntries(kept), warnings };
}
