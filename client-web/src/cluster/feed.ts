import { EventLines } from './events.ts';
import type { Snapshot } from './snapshot.ts';

export type FeedState = 'live' | 'lost' | 'unauthorized' | 'hidden' | 'busy';

const againMs = 1000;
/** The server beats every eight seconds at least. */
const silenceMs = 12_000;

/** Hears the cluster's pictures, again and again. `EventSource` could not send the operator's token. */
export class ClusterFeed {
  token: string | null = null;
  #attempt: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly seen: (snapshot: Snapshot) => void,
    private readonly changed: (state: FeedState) => void,
  ) {}

  /** Opens the stream, anew if there is one. */
  open(): void {
    clearTimeout(this.#timer);
    this.#attempt?.abort();
    const attempt = new AbortController();
    this.#attempt = attempt;
    void this.#run(attempt).then((state) => {
      if (this.#attempt !== attempt) return;
      this.changed(state);
      if (state === 'lost' || state === 'busy') this.#timer = setTimeout(() => this.open(), againMs);
    });
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

  async #run(attempt: AbortController): Promise<FeedState> {
    let silence = setTimeout(() => attempt.abort(), silenceMs);
    try {
      const answer = await fetch('/api/cluster/stream', {
        headers: { ...this.#headers(), Accept: 'text/event-stream' },
        cache: 'no-store',
        signal: attempt.signal,
      });
      if (answer.status === 401) return 'unauthorized';
      if (answer.status === 404) return 'hidden';
      if (!answer.ok || answer.body === null) return 'busy';
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

  #headers(): Record<string, string> {
    return this.token === null ? {} : { Authorization: `Bearer ${this.token}` };
  }
}
