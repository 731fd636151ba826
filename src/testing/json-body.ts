import type { Refusal } from './answer.js';
import { isObject, type JsonObject } from './client-metadata.js';
import { type IncomingRequest, mediaType } from './request.js';

/** The JSON object that was sent (RFC 7591 section 3.1, RFC 7592 section 2.2). */
export function readJsonObject(
  request: IncomingRequest,
): { readonly body: JsonObject } | { readonly refusal: Refusal } {
  if (mediaType(request) !== 'application/json') {
    return invalidRequest('the content type must be application/json');
  }
  try {
    const body: unknown = JSON.parse(request.body);
    return isObject(body) ? { body } : invalidRequest('the body must be a JSON object');
  } catch {
    return invalidRequest('the body is not JSON');
  }
}

function invalidRequest(error_description: string): { readonly refusal: Refusal } {
  return { refusal: { error: 'invalid_request', error_description } };
}
