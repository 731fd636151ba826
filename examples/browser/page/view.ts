import type { ClientInformation } from 'dcr-client';

const find = <Kind extends HTMLElement = HTMLElement>(selector: string): Kind => {
  const element = document.querySelector<Kind>(selector);
  if (element === null) throw new Error(`index.html has no ${selector}`);
  return element;
};

export function onClick(id: string, act: () => unknown): void {
  find(`#${id}`).addEventListener('click', act);
}

export function onRename(act: (name: string) => unknown): void {
  find('#rename').addEventListener('submit', (event) => {
    event.preventDefault();
    act(find<HTMLInputElement>('[name=client_name]').value);
  });
}

export function showRegistered(client: ClientInformation, issuer: string): void {
  const members: Readonly<Record<string, unknown>> = { ...client, issuer };
  for (const place of document.querySelectorAll<HTMLElement>('[data-member]'))
    place.textContent = String(members[place.dataset.member ?? ''] ?? '');
  find<HTMLInputElement>('[name=client_name]').value = client.client_name ?? '';
  showState('registered');
}

export function showDeleted(): void {
  showUser(undefined);
  showState('deleted');
}

function showState(state: 'registered' | 'deleted'): void {
  find('#registered').hidden = state !== 'registered';
  find('#deleted').hidden = state !== 'deleted';
  find('#state').textContent = state;
  find('#state').dataset.state = state;
}

export function showUser(user: string | undefined): void {
  find('#user').textContent = user === undefined ? 'nobody is logged in' : `${user} is logged in`;
}

export function showBusy(isBusy: boolean): void {
  for (const button of document.querySelectorAll('button')) button.disabled = isBusy;
}

/** The messages of dcr-client are made to be shown: they say what to do, and hold no secret. */
export function showProblem(error: unknown): void {
  const problem = find('#problem');
  problem.hidden = error === undefined;
  problem.textContent = error instanceof Error ? error.message : String(error ?? '');
}

export function showEvent(at: number, text: string): void {
  const time = document.createElement('time');
  time.textContent = new Date(at).toLocaleTimeString('en-GB');
  const entry = document.createElement('li');
  entry.append(time, text);
  find('#events').append(entry);
}
