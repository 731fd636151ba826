/** The only way this package calls `fetch`: with a text address, never with a `Request`. */
export type FetchLike = (url: string, init: RequestInit) => Promise<Response>;
