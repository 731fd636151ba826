/**
 * Spans and metrics of a client, or of an operator of many. Needs `@opentelemetry/api`; docs/telemetry.md lists them.
 *
 * @module dcr-client/opentelemetry
 */

import { type MeterProvider, metrics, type TracerProvider, trace } from '@opentelemetry/api';
import type { createDcrAdmin, DcrAdmin, DcrAdminOptions } from '../admin.js';
import type { createDcrClient, DcrClient } from '../client.js';
import type { DcrClientOptions } from '../lifecycle/options.js';
import { checkOptionNames } from '../protocol/option-names.js';
import { withSteps } from './opentelemetry/apply.js';
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
 * The same function, whose clients or operators report to OpenTelemetry: a span for each call, under the span that is active;
 * counters of registrations, changes, requests and an operator's steps; and gauges of the time that is left to a client's
 * credentials, which end with its `close()`. docs/telemetry.md has the names. No secret is exported.
 *
 * @throws DcrError `invalid-option`.
 */
export function withTelemetry(
  create: typeof createDcrClient,
  options?: TelemetryOptions,
): typeof createDcrClient;
export function withTelemetry(
  create: typeof createDcrAdmin,
  options?: TelemetryOptions,
): typeof createDcrAdmin;
export function withTelemetry(
  create: (given: Given) => DcrClient | DcrAdmin,
  options: TelemetryOptions = {},
): (given: Given) => DcrClient | DcrAdmin {
  checkOptionNames(options, ['tracerProvider', 'meterProvider'], 'withTelemetry');
  return (given) => {
    // What cannot work is for the function itself to refuse.
    if (typeof given !== 'object' || given === null) return create(given);
    const { tracerProvider = trace.getTracerProvider(), meterProvider = metrics.getMeterProvider() } =
      options;
    const tracer = tracerProvider.getTracer(SCOPE);
    const measures = measuresOf(meterProvider.getMeter(SCOPE));
    const target = targetOf(given);
    const made = create(observed(given, measures, target));
    if ('ensureRegistered' in made) {
      const closing = withExpiry(made, given, { measures, target });
      return traceMethods(closing, { tracer, attributes: target.spanAttributes, background: 'startRenewal' });
    }
    const told = withSteps(made, given, { measures, attributes: target.attributes });
    return traceMethods(told, { tracer, attributes: target.spanAttributes, background: 'names' });
  };
}

type Given = DcrClientOptions & DcrAdminOptions;

/** Gauges until `close()`. */
function withExpiry(
  dcr: DcrClient,
  { clock }: Given,
  { measures, target }: { readonly measures: Measures; readonly target: Target },
): DcrClient {
  const end = measures.watchExpiry(async () => {
    const status = await dcr.status();
    target.found(status.issuer);
    return { status, attributes: target.attributes(), now: clock?.now() ?? Date.now() };
  });
  return {
    ...dcr,
    close: async (last) => {
      end();
      await dcr.close(last);
    },
  };
}

/** The options with our ears beside the app's own. */
function observed(given: Given, measures: Measures, target: Target): Given {
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
      // Of an operator's thousands the span of `apply` would keep the first few alone, and no failure.
      if (given.metadata === undefined) return onChange?.(change);
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
