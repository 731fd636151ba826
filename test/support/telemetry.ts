import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { onTestFinished } from 'vitest';

/** Carries the active span through promises, as the SDK for Node does. */
export function contextManager(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, work, thisArg, ...args) => storage.run(active, () => work.apply(thisArg as never, args)),
    bind: (active, target) =>
      typeof target === 'function'
        ? (((...args: unknown[]) => storage.run(active, () => target(...args))) as never)
        : target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}

/** The real SDKs, keeping in memory what they would send. */
export function sdk() {
  const spans = new InMemorySpanExporter();
  // With the other temporality the SDK repeats the last value of a gauge for ever.
  const points = new InMemoryMetricExporter(AggregationTemporality.DELTA);
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  const meterProvider = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter: points, exportIntervalMillis: 2 ** 30 })],
  });
  onTestFinished(async () => {
    await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()]);
  });
  /** The values of each metric, with their attributes, as the next collection finds them. */
  const collect = async () => {
    points.reset();
    await meterProvider.forceFlush();
    const found = points
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
    return Object.fromEntries(
      found.map(({ descriptor, dataPoints }) => [
        descriptor.name,
        dataPoints.map(({ value, attributes }) => ({ value, ...attributes })),
      ]),
    );
  };
  return { tracerProvider, meterProvider, collect, spans: () => spans.getFinishedSpans() };
}
