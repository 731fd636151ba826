/**
 * Spans and metrics of a client. Needs `@opentelemetry/api`; docs/telemetry.md lists them.
 *
 * @module dcr-client/opentelemetry
 */

import { type MeterProvider, metrics, type TracerProvider, trace } from '@opentelemetry/api';
import type { createDcrClient, DcrClient } from '../client.js';
import type { DcrClientOptions } from '../lifecycle/options.js';
import { checkOptionNames } from '../protocol/option-names.js';
import { type Measures, measuresOf } from './opentelemetry/measures.js';
import { traceMethods } from './opentelemetry/spans.js';
import { type Target, targetOf } from './opentelemetry/target.js';

/** Options of {@link withTelemetry}. */
export interface TelemetryOptions {
  /** Default: the global one. */
  readonly tracerProvider?: TracerProvider;
  /** Default: the global one, as it is when a client is made: start the SDK before. */
  readonly meterProvider?: MeterProvider;
}

const SCOPE = 'dcr-client';

/**
 * The same function, whose clients report to OpenTelemetry: a span for each call, under the span that is active; counters
 * of registrations, changes and requests; and gauges of the time that is left to the credentials, which end with the client's
 * `close()`. docs/telemetry.md has the names. No secret is exported.
 *
 * @throws DcrError `invalid-option`.
 */
export function withTelemetry(
  create: typeof createDcrClient,
  options: TelemetryOptions = {},
): typeof createDcrClient {
  checkOptionNames(options, ['tracerProvider', 'meterProvider'], 'withTelemetry');
  return (given: DcrClientOptions) => {
    // What cannot work is for the function itself to refuse.
    if (typeof given !== 'object' || given === null) return create(given);
    const { tracerProvider = trace.getTracerProvider(), meterProvider = metrics.getMeterProvider() } =
      options;
    const measures = measuresOf(meterProvider.getMeter(SCOPE));
    const target = targetOf(given);
    const dcr = create(observed(given, measures, target));
    const end = measures.watchExpiry(async () => {
      const status = await dcr.status();
      target.found(status.issuer);
      return { status, attributes: target.attributes(), now: given.clock?.now() ?? Date.now() };
    });
    const closing: DcrClient = {
      ...dcr,
      close: async (last) => {
        end();
        await dcr.close(last);
      },
    };
    return traceMethods(closing, tracerProvider.getTracer(SCOPE), target.spanAttributes);
  };
}

/** The options with our ears beside the app's own. */
function observed(given: DcrClientOptions, measures: Measures, target: Target): DcrClientOptions {
  const {
    fetch = (url: string, init: RequestInit) => globalThis.fetch(url, init),
    onChange,
    onWarning,
  } = given;
  return {
    ...given,
    fetch: measures.counting(fetch, target.attributes),
    onChange: (change) => {
      const { type, client_id, reason } = change;
      measures.changed(change, target.attributes());
      const known = client_id === undefined ? {} : { 'dcr.client_id': client_id };
      trace.getActiveSpan()?.addEvent(`dcr.${type}`, { 'dcr.reason': reason, ...known });
      onChange?.(change);
    },
    onWarning: (warning) => {
      const { code, message } = warning;
      trace.getActiveSpan()?.addEvent('dcr.warning', { 'dcr.code': code, 'dcr.message': message });
      onWarning?.(warning);
    },
  };
}
