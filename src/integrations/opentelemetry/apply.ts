import { type Attributes, trace } from '@opentelemetry/api';
import type { ApplyProgress, DcrAdmin } from '../../admin.js';
import type { Measures } from './measures.js';

/** Counts the steps of `apply` as they end, and tells of those that fail where the call is told of. */
export function withSteps(
  admin: DcrAdmin,
  { store }: { readonly store?: unknown },
  { measures, attributes }: { readonly measures: Measures; readonly attributes: () => Attributes },
): DcrAdmin {
  const ended = ({ step }: ApplyProgress) => {
    measures.stepped(step, attributes());
    if (step.outcome === 'failed')
      trace.getActiveSpan()?.addEvent('dcr.step_failed', {
        'dcr.name': step.name,
        'dcr.action': step.action,
        'error.type': step.error?.code ?? '_OTHER',
      });
    // With a store the clients themselves tell of it.
    if (store === undefined && step.action === 'create' && step.outcome === 'done')
      measures.registered(attributes());
  };
  return {
    ...admin,
    create: async (metadata, options) => {
      const made = await admin.create(metadata, options);
      if (store === undefined) measures.registered(attributes());
      return made;
    },
    apply: (plan, options = {}) =>
      admin.apply(plan, {
        ...options,
        onProgress: (progress) => {
          ended(progress);
          options.onProgress?.(progress);
        },
      }),
  };
}
