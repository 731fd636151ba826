import type { Attributes, Span } from '@opentelemetry/api';
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { DcrAdmin } from '../../admin.js';
import type { DcrClient } from '../../client.js';
import { isDcrError } from '../../protocol/errors.js';
import { failureAttributes, resultAttributes } from './outcome.js';

/** What the spans of one facade have in common. */
export interface Tracing<Name> {
  readonly tracer: Tracer;
  readonly attributes: () => Attributes;
  /** What goes on when the call has ended: it belongs to no call, and would hang on its span for as long as it lasts. */
  readonly background: Name;
}

/** Wraps every method there is, now or later: `ensureRegistered` runs in a span `dcr.ensure_registered`. */
export function traceMethods<Facade extends DcrClient | DcrAdmin>(
  facade: Facade,
  { tracer, attributes, background }: Tracing<keyof Facade>,
): Facade {
  const traced = Object.entries(facade).map(([name, method]) => {
    const call = (args: readonly unknown[]): unknown => Reflect.apply(method, facade, args);
    return [
      name,
      name === background
        ? (...args: unknown[]) => context.with(ROOT_CONTEXT, call, undefined, args)
        : (...args: unknown[]) =>
            inSpan(
              tracer.startSpan(spanName(name), { kind: SpanKind.INTERNAL, attributes: attributes() }),
              () => call(args),
            ),
    ];
  });
  return Object.assign({ ...facade }, Object.fromEntries(traced));
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
