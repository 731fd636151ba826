import type { Attributes, Meter } from '@opentelemetry/api';
import type { StepOutcome } from '../../admin.js';
import type { FetchLike } from '../../http/options.js';
import type { DcrChange } from '../../lifecycle/events.js';
import type { DcrStatus } from '../../lifecycle/status.js';

/** What is measured, under names that stay. */
export interface Measures {
  changed(change: DcrChange, attributes: Attributes): void;
  /** A client was registered where nothing else tells of it. */
  registered(attributes: Attributes): void;
  /** One step of an operator's plan has ended. */
  stepped(step: StepOutcome, attributes: Attributes): void;
  /** The same `fetch`, counting. */
  counting(fetch: FetchLike, attributes: () => Attributes): FetchLike;
  /** Looks when the credentials end, at each collection, until the result is called. */
  watchExpiry(look: () => Promise<Expiry>): () => void;
}

/** When credentials end. */
export interface Expiry {
  readonly status: DcrStatus;
  readonly attributes: Attributes;
  /** Epoch milliseconds. */
  readonly now: number;
}

export function measuresOf(meter: Meter): Measures {
  const changes = meter.createCounter('dcr.client.changes', {
    description: 'Changes of the registration, by type',
    unit: '{change}',
  });
  const registrations = meter.createCounter('dcr.client.registrations', {
    description:
      'Clients registered: first, planned (before a stated end of the secret), replaced (all others)',
    unit: '{registration}',
  });
  const steps = meter.createCounter('dcr.admin.steps', {
    description: 'Steps of plans that have ended, by what was to be done and what became of it',
    unit: '{step}',
  });
  const requests = meter.createCounter('dcr.client.requests', {
    description: 'Requests sent to the authorization server, repeated ones included',
    unit: '{request}',
  });
  const secret = meter.createObservableGauge('dcr.client.secret.time_to_expiry', {
    description: 'Time until the client secret ends; nothing where it does not end',
    unit: 's',
  });
  const token = meter.createObservableGauge('dcr.client.token.time_to_expiry', {
    description: 'Time until the registration access token ends; nothing where no end is known',
    unit: 's',
  });
  return {
    changed: (change, attributes) => {
      changes.add(1, { ...attributes, 'dcr.change': change.type });
      const kind = kindOf(change);
      if (kind !== undefined)
        registrations.add(1, { ...attributes, 'dcr.registration': kind, 'dcr.reason': change.reason });
    },
    registered: (attributes) =>
      registrations.add(1, { ...attributes, 'dcr.registration': 'first', 'dcr.reason': 'it was asked for' }),
    stepped: ({ action, outcome }, attributes) =>
      steps.add(1, { ...attributes, 'dcr.action': action, 'dcr.outcome': outcome }),
    counting: (fetch, attributes) => async (url, init) => {
      const count = (outcome: Attributes) =>
        requests.add(1, { ...attributes(), 'http.request.method': init.method ?? 'GET', ...outcome });
      try {
        const answer = await fetch(url, init);
        count({ 'http.response.status_code': answer.status });
        return answer;
      } catch (error) {
        count({ 'error.type': init.signal?.aborted === true ? 'aborted' : 'network' });
        throw error;
      }
    },
    watchExpiry: (look) => {
      const observe: Parameters<Meter['addBatchObservableCallback']>[0] = async (result) => {
        // A store that cannot be read leaves a gap.
        const expiry = await look().catch(() => undefined);
        if (expiry === undefined) return;
        const { status, attributes, now } = expiry;
        for (const [gauge, end] of [
          [secret, status.secretExpiresAt],
          [token, status.tokenExpiresAt],
        ] as const)
          if (end !== undefined) result.observe(gauge, end - now / 1000, attributes);
      };
      meter.addBatchObservableCallback(observe, [secret, token]);
      return () => meter.removeBatchObservableCallback(observe, [secret, token]);
    },
  };
}

function kindOf({ type, planned }: DcrChange): 'first' | 'planned' | 'replaced' | undefined {
  if (type === 'registered') return 'first';
  if (type !== 'replaced') return undefined;
  return planned === true ? 'planned' : 'replaced';
}
