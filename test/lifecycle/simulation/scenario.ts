import fc from 'fast-check';

/** What a process does, one thing after another. */
export const OPERATIONS = [
  'ensureRegistered',
  'patch',
  'patchFresh',
  'renewCredentials',
  'read',
  'delete',
  'use',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What may happen to one call of a store or a server, of which `ms` says how long it takes. */
export const DISTURBANCES = [
  /** The process dies before anything is sent, ... */
  'crash-before',
  /** ... when it has been sent, ... */
  'crash-sent',
  /** ... or when the answer arrives. */
  'crash-answered',
  /** The process stands still, timers and all, once it has sent, ... */
  'stall-sent',
  /** ... or before it takes notice of the answer. */
  'stall-answered',
  'slow-request',
  'slow-answer',
  /** Fails without effect. */
  'lose-request',
  /** Has its effect, and fails. */
  'lose-answer',
  /** Fails, and has its effect afterwards. */
  'late-effect',
  /** No answer ever comes, and nothing was done, ... */
  'hang-before',
  /** ... or was. */
  'hang-after',
  /** Asks to come back; of a store, the same as `lose-request`. */
  'come-back',
] as const;

export interface Disturbance {
  readonly of: 'read' | 'write' | 'request';
  /** Strikes the call of its kind that has this number, as the process makes them. */
  readonly at: number;
  readonly kind: (typeof DISTURBANCES)[number];
  readonly ms: number;
}

/** A time in which a store or a server answers nobody. Milliseconds. */
export interface Outage {
  readonly of: 'store' | 'server';
  /** Fails at once, or does not even fail. */
  readonly how: 'refuses' | 'silent';
  readonly from: number;
  readonly ms: number;
}

export interface ProcessPlan {
  readonly startsAt: number;
  readonly script: readonly Operation[];
  /** Which of two wishes it has; the second is the newer revision. */
  readonly revision: 0 | 1;
  /** How far its wall clock is ahead of the others. Milliseconds. */
  readonly aheadMs: number;
  readonly disturbances: readonly Disturbance[];
}

/** One history to be played: plain data, so that it can be printed, made smaller and played again. */
export interface Scenario {
  /** For what nobody chose: how long calls take and polls wait. */
  readonly seed: number;
  readonly rotation: 'never' | 'on-read' | 'on-update' | 'on-both';
  readonly rotateSecret: 'never' | 'on-read' | 'on-update' | 'on-both';
  /** 0: for ever. */
  readonly secretLifetimeSeconds: number;
  /** Whether the server can manage clients at all (RFC 7592). */
  readonly management: boolean;
  /** Equal metadata gets the client that is there. */
  readonly deduplicates: boolean;
  /** The server's metadata is given, or discovered and kept in the record. */
  readonly discovers: boolean;
  /** The store knows at once that a process is dead, as files on one machine do. */
  readonly knowsTheDead: boolean;
  /** When the server loses all clients, as a restart without a database does. Milliseconds. */
  readonly forgets: readonly number[];
  readonly outages: readonly Outage[];
  readonly processes: readonly ProcessPlan[];
}

/** Below, at and above the limits in force: a request has 10 s, a save 5 s, a claim 15 s, a wait 60 s. */
const span = fc.constantFrom(20, 300, 2000, 4500, 6000, 9000, 11_000, 14_000, 16_000, 25_000, 40_000, 90_000);

const disturbance: fc.Arbitrary<Disturbance> = fc.record({
  of: fc.constantFrom('write', 'request', 'write', 'request', 'read'),
  at: fc.oneof(fc.nat(3), fc.nat(8), fc.nat(16)),
  kind: fc.constantFrom(...DISTURBANCES),
  ms: span,
});

const operation = fc.oneof(
  { weight: 3, arbitrary: fc.constant('use' as const) },
  { weight: 6, arbitrary: fc.constantFrom(...OPERATIONS) },
  { weight: 4, arbitrary: fc.constantFrom('patch' as const, 'renewCredentials' as const) },
);

const processPlan: fc.Arbitrary<ProcessPlan> = fc.record({
  startsAt: fc.oneof(fc.constantFrom(0, 5, 20), fc.nat(20_000)),
  script: fc
    .array(operation, { minLength: 1, maxLength: 4 })
    .map((rest) => ['ensureRegistered' as const, ...rest]),
  revision: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0 as const) },
    { weight: 1, arbitrary: fc.constant(1 as const) },
  ),
  aheadMs: fc.oneof(
    { weight: 9, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constantFrom(5000, -5000, 600_000, -600_000) },
  ),
  disturbances: fc.array(disturbance, { maxLength: 4, size: 'max' }),
});

const habit = fc.constantFrom('never', 'on-read', 'on-update', 'on-both');
const seldom = fc.oneof(
  { weight: 6, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);

export const anyScenario: fc.Arbitrary<Scenario> = fc.record({
  seed: fc.noShrink(fc.nat(0xffff_ffff)),
  rotation: habit,
  rotateSecret: fc.oneof(
    { weight: 2, arbitrary: fc.constant('never' as const) },
    { weight: 1, arbitrary: habit },
  ),
  secretLifetimeSeconds: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constantFrom(30, 150) },
  ),
  management: seldom.map((value) => !value),
  deduplicates: seldom,
  discovers: fc.boolean(),
  knowsTheDead: seldom,
  forgets: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.nat(60_000), { maxLength: 2 }) },
  ),
  outages: fc.array(
    fc.record({
      of: fc.constantFrom('store', 'server'),
      how: fc.constantFrom('refuses', 'silent'),
      from: fc.nat(60_000),
      ms: span,
    }),
    { maxLength: 1 },
  ),
  processes: fc.array(processPlan, { minLength: 2, maxLength: 6 }),
});
