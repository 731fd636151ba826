import type { ClientPlan, PlannedStep } from '../admin.js';
import { columns, inWords, onOneLine, type Style } from './text.js';

const SIGNS: Readonly<Record<PlannedStep['action'], readonly [sign: string, style: Style]>> = {
  create: ['+', 'green'],
  update: ['~', 'yellow'],
  replace: ['!', 'red'],
  delete: ['-', 'red'],
  unchanged: [' ', 'dim'],
  blocked: ['?', 'red'],
};

const ACTIONS = ['create', 'update', 'replace', 'delete', 'blocked', 'unchanged'] as const;

export function changing(plan: ClientPlan): readonly PlannedStep[] {
  return plan.steps.filter(({ action }) => action !== 'unchanged');
}

/** Steps after which a client is gone. */
export function destructive(plan: ClientPlan): readonly PlannedStep[] {
  return plan.steps.filter(({ action }) => action === 'delete' || action === 'replace');
}

/** What would be done, client by client, and how many of each. */
export function planWords(plan: ClientPlan, painted: (style: Style, text: string) => string): string {
  const steps = changing(plan);
  const heads = columns(
    steps.map(({ name, action, reason }) => [SIGNS[action][0], action, onOneLine(name), onOneLine(reason)]),
  ).split('\n');
  const lines = steps.flatMap((step, index) => [
    painted(SIGNS[step.action][1], heads[index] ?? ''),
    ...fieldLines(step),
  ]);
  return [...lines, counts(plan)].join('\n');
}

function fieldLines({ fields = {} }: PlannedStep): readonly string[] {
  const side = (value: unknown) => (value === undefined ? '(not set)' : inWords(value));
  return Object.entries(fields).map(
    ([member, { from, to }]) => `      ${onOneLine(member)}: ${side(from)} -> ${side(to)}`,
  );
}

function counts({ steps }: ClientPlan): string {
  const words = ACTIONS.map(
    (action) => [action, steps.filter((step) => step.action === action).length] as const,
  )
    .filter(([, count]) => count > 0)
    .map(([action, count]) =>
      action === 'unchanged' || action === 'blocked' ? `${count} ${action}` : `${count} to ${action}`,
    );
  return words.length === 0 ? 'Nothing is desired, and nothing is there.' : `${words.join(', ')}.`;
}
