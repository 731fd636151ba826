import type { AnswerBody } from './body.js';
import type { AnswerHeaders } from './headers.js';

interface Parts {
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  readonly headers: AnswerHeaders;
  readonly body: AnswerBody | null;
}

/** As much of a `Response` as reading an answer takes; `clone`, `blob` and `formData` are not there. */
export class AnswerResponse {
  readonly type = 'default';
  readonly redirected = false;
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  readonly headers: AnswerHeaders;
  readonly body: AnswerBody | null;

  constructor({ url, status, statusText, headers, body }: Parts) {
    this.url = url;
    this.status = status;
    this.statusText = statusText;
    this.headers = headers;
    this.body = body;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  get bodyUsed(): boolean {
    return this.body?.locked === true;
  }

  async bytes(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    if (this.body !== null) for await (const chunk of this.body) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return Uint8Array.from(await this.bytes()).buffer;
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
}
