import { parseAddress } from '../../protocol/can-parse.js';
import { DcrError } from '../../protocol/errors.js';
import type { RelayedRequest } from './envelope.js';
import type { Places } from './places.js';

export function refusedOrigin(origin: string): DcrError {
  const from = origin === '' ? 'no origin' : JSON.stringify(origin.slice(0, 200));
  return refused(
    `it comes from ${from}, which is not among the relay's allowedOrigins. Add it to those of createRegistrationRelay if it is the origin of your page`,
  );
}

export function refusedRequest({ method, url, authorization }: RelayedRequest, places: Places): DcrError {
  const withToken = authorization === undefined ? 'without a token' : 'with a token';
  const parsed = parseAddress(url);
  const address = parsed === undefined ? url : parsed.origin + parsed.pathname;
  return refused(
    `${method} ${JSON.stringify(address.slice(0, 300))}, ${withToken}, is none of what it sends: GET of the server's metadata ` +
      `without a token, POST to ${places.registration}, and GET, PUT and DELETE with a token at and below ` +
      `${places.configuration.join(' and ')}. If clients are managed elsewhere, name the place in configurationEndpoints of createRegistrationRelay`,
  );
}

export function refused(why: string): DcrError {
  return new DcrError('relay-refused', `The relay has not sent this request on: ${why}.`, {
    notProcessed: true,
  });
}
