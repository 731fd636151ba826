import type { Attributes, Span } from '@opentelemetry/api';
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { DcrClient } from '../../client.js';
import { isDcrError } from '../../protocol/errors.js';
import { failureAttributes, resultAttributes } from './outcome.js';

/** Work in the background: it belongs to no call, and would hang on the span of the start for as long as the app lives. */
const BACKGROUND: readonly string[] = ['startRenewal'] satisfies readonly (keyof DcrClient)[];

/** Wraps every method there is, now or later: `ensureRegistered` runs in a span `dcr.ensure_registered`. */
export function traceMethods(dcr: DcrClient, tracer: Tracer, attributes: () => Attributes): DcrClient {
  const traced = Object.entries(dcr).map(([name, method]) => {
    const call = (args: readonly unknown[]): unknown => Reflect.apply(method, dcr, args);
    return [
      name,
      BACKGROUND.includes(name)
        ? (...args: unknown[]) => context.with(ROOT_CONTEXT, call, undefined, args)
        : (...args: unknown[]) =>
            inSpan(
              tracer.startSpan(spanName(name), { kind: SpanKind.INTERNAL, attributes: attributes() }),
              () => call(args),
            ),
    ];
  });
  return Object.assign({ ...dcr }, Object.fromEntries(traced));
}

function spanName(method: string): string {
  return `dcr.${method.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}

async function inSpan(span: Span, call: () => unknown): Promise<unknown> {
  try {
    const result = await context.with(trace.setSpan(context.active(), span), call);
    span.setAttributes(resultAttributes(result));
    return result;
  } catch (error) {
    const attributes = failureAttributes(error);
    span.setAttributes(attributes);
    // Ours are made to be shown; another error is the reason of the caller's signal, and may hold anything.
    if (isDcrError(error)) span.recordException(error);
    span.setStatus({ code: SpanStatusCode.ERROR, message: attributes['error.type'] });
    throw error;
  } finally {
    span.end();
  }
}
