import type { Message } from '../codec.ts';
import type { Environment } from '../environment.ts';
import type { Slots } from './slots.ts';

export interface HttpOptions {
  /** Origin of the server; default: the page's own. */
  readonly server?: string;
  readonly fetch?: typeof fetch;
  readonly eventSource?: (url: string) => EventSource;
  /** Bounds the requests that stay open; default: shared by all tabs of the origin. */
  readonly slots?: Slots;
}

export type Query = readonly (readonly [name: string, value: string | number])[];

/** What became of a request. */
export type HttpAnswer =
  /** `node`: which one answered, for people; empty where it does not say. */
  | { readonly kind: 'ok'; readonly message: Message | null; readonly node: string }
  | {
      readonly kind: 'refused';
      readonly status: number;
      /** The problem's code; empty when the answer is not the server's. */
      readonly code: string;
      readonly text: string;
      readonly retryAfterMs: number;
    }
  /** Not sent, not answered, or not in time: nobody knows what the server has done. */
  | { readonly kind: 'lost' };

export type Encoded = 'application/json' | 'application/x-msgpack';

export interface HttpRequest {
  readonly path: string;
  readonly query?: Query;
  /** Makes it a POST. */
  readonly body?: Message;
  readonly encoding: Encoded;
  readonly withinMs: number;
  /** To give it up. It counts as lost then. */
  readonly controller?: AbortController;
}

/** Requests in a player's name. */
export class HttpClient {
  readonly #server: string;
  readonly #fetch: typeof fetch;
  readonly #token: string;
  readonly #environment: Environment;

  constructor(options: HttpOptions, token: string, environment: Environment) {
    this.#server = options.server ?? '';
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.#token = token;
    this.#environment = environment;
  }

  url(path: string, query: Query = []): string {
    const search = new URLSearchParams(query.map(([name, value]) => [name, `${value}`])).toString();
    return `${this.#server}${path}${search === '' ? '' : `?${search}`}`;
  }

  async ask(request: HttpRequest): Promise<HttpAnswer> {
    const { path, query, body, encoding, withinMs, controller = new AbortController() } = request;
    const timer = this.#environment.setTimeout(() => controller.abort(), withinMs);
    const headers: Record<string, string> = { Authorization: `Bearer ${this.#token}`, Accept: encoding };
    if (body !== undefined) headers['Content-Type'] = encoding;
    try {
      const response = await this.#fetch(this.url(path, query), {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        body: (body as string | Uint8Array<ArrayBuffer> | undefined) ?? null,
        signal: controller.signal,
        cache: 'no-store',
        credentials: 'omit',
      });
      if (!response.ok) return await refusal(response);
      const node = response.headers.get('X-Node') ?? '';
      if (response.status === 204) return { kind: 'ok', message: null, node };
      const message =
        encoding === 'application/json'
          ? await response.text()
          : new Uint8Array(await response.arrayBuffer());
      return { kind: 'ok', message: message.length === 0 ? null : message, node };
    } catch {
      return { kind: 'lost' };
    } finally {
      this.#environment.clearTimeout(timer);
    }
  }
}

async function refusal(response: Response): Promise<HttpAnswer> {
  const problem: unknown = await response.json().catch(() => null);
  const { code, detail, title } = (problem ?? {}) as Record<string, unknown>;
  const seconds = Number(response.headers.get('Retry-After'));
  return {
    kind: 'refused',
    status: response.status,
    code: typeof code === 'string' ? code : '',
    text: [detail, title].find((text) => typeof text === 'string') ?? '',
    retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0,
  };
}
