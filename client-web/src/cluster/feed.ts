import { PageStream } from '../sdk/index.ts';
import { EventLines } from './events.ts';
import type { Snapshot } from './snapshot.ts';

export type FeedState = 'live' | 'lost' | 'unauthorized' | 'hidden' | 'busy';

const againMs = 1000;
/** The server beats every eight seconds at least. */
const silenceMs = 12_000;

/**
 * Hears the cluster's pictures, again and again: over a stream, or, while the browser has no connection for it, by asking now and then.
 * `EventSource` could not send the operator's token.
 */
export class ClusterFeed {
  token: string | null = null;
  readonly #stream = new PageStream({
    open: (staysOpen) => this.#hear(staysOpen),
    close: () => this.#hush(),
  });
  #attempt: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly seen: (snapshot: Snapshot) => void,
    private readonly changed: (state: FeedState) => void,
  ) {}

  /** Begins, anew if it has begun. */
  open(): void {
    this.#stream.start();
  }

  /** Asks for the end of a node; returns why it was refused, or null. */
  async end(node: string, how: 'drain' | 'kill'): Promise<string | null> {
    try {
      const answer = await fetch(`/api/cluster/nodes/${encodeURIComponent(node)}/${how}`, {
        method: 'POST',
        headers: this.#headers(),
      });
      if (answer.ok) return null;
      const problem = (await answer.json()) as { detail?: string };
      return problem.detail ?? 'The server refused.';
    } catch {
      return 'The server was not reached.';
    }
  }

  #hear(staysOpen: boolean): void {
    this.#hush();
    const attempt = new AbortController();
    this.#attempt = attempt;
    void (staysOpen ? this.#listen(attempt) : this.#ask(attempt)).then((state) => {
      if (this.#attempt !== attempt) return;
      this.changed(state);
      if (state === 'unauthorized' || state === 'hidden') this.#stream.stop();
      else if (staysOpen) this.#timer = setTimeout(() => this.#hear(true), againMs);
    });
  }

  #hush(): void {
    clearTimeout(this.#timer);
    this.#attempt?.abort();
    this.#attempt = null;
  }

  async #listen(attempt: AbortController): Promise<FeedState> {
    let silence = setTimeout(() => attempt.abort(), silenceMs);
    try {
      const answer = await this.#get('/api/cluster/stream', 'text/event-stream', attempt);
      if (!answer.ok || answer.body === null) return stateOf(answer);
      this.changed('live');
      const lines = new EventLines();
      const text = new TextDecoder();
      const reader = answer.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return 'lost';
        clearTimeout(silence);
        silence = setTimeout(() => attempt.abort(), silenceMs);
        for (const { name, data } of lines.take(text.decode(value, { stream: true }))) {
          if (name === 'message') this.seen(JSON.parse(data) as Snapshot);
        }
      }
    } catch {
      return 'lost';
    } finally {
      clearTimeout(silence);
    }
  }

  async #ask(attempt: AbortController): Promise<FeedState> {
    try {
      const answer = await this.#get('/api/cluster', 'application/json', attempt);
      if (!answer.ok) return stateOf(answer);
      const snapshot = (await answer.json()) as Snapshot;
      if (this.#attempt === attempt) this.seen(snapshot);
      return 'live';
    } catch {
      return 'lost';
    }
  }

  #get(path: string, type: string, { signal }: AbortController): Promise<Response> {
    return fetch(path, { headers: { ...this.#headers(), Accept: type }, cache: 'no-store', signal });
  }

  #headers(): Record<string, string> {
    return this.token === null ? {} : { Authorization: `Bearer ${this.token}` };
  }
}

function stateOf({ status }: Response): FeedState {
  return status === 401 ? 'unauthorized' : status === 404 ? 'hidden' : 'busy';
}
