import { PageStream } from '../sdk/index.ts';
import type { LobbySnapshot } from './snapshot.ts';

const againMs = 3000;
/** The server beats every eight seconds. */
const silenceMs = 20_000;

/** What goes on at the server: as a stream while the browser has a connection for it, else asked now and then. */
export class LobbyFeed {
  readonly #stream = new PageStream({
    open: (staysOpen) => (staysOpen ? this.#listen() : void this.#ask()),
    close: () => this.#hush(),
  });
  #source: EventSource | null = null;
  #asked: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly seen: (lobby: LobbySnapshot) => void,
    private readonly lost: () => void,
  ) {}

  open(): void {
    this.#stream.start();
  }

  #listen(): void {
    this.#hush();
    const source = new EventSource('/api/lobby/stream');
    this.#source = source;
    this.#listenAgainIn(silenceMs);
    source.addEventListener('message', ({ data }) => {
      this.#listenAgainIn(silenceMs);
      this.seen(JSON.parse(String(data)) as LobbySnapshot);
    });
    source.addEventListener('beat', () => this.#listenAgainIn(silenceMs));
    source.addEventListener('error', () => {
      this.lost();
      // Else the browser opens it again by itself; after a refusal it does not.
      if (source.readyState === EventSource.CLOSED) this.#listenAgainIn(againMs);
    });
  }

  async #ask(): Promise<void> {
    this.#hush();
    const asked = new AbortController();
    this.#asked = asked;
    try {
      const answer = await fetch('/api/lobby', { cache: 'no-store', signal: asked.signal });
      if (!answer.ok) throw new Error(`It was answered with ${answer.status}.`);
      const lobby = (await answer.json()) as LobbySnapshot;
      if (this.#asked === asked) this.seen(lobby);
    } catch {
      if (this.#asked === asked) this.lost();
    }
  }

  #listenAgainIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#listen(), milliseconds);
  }

  #hush(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    this.#asked?.abort();
    this.#asked = null;
  }
}
