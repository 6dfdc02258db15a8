import { PageStream } from '../sdk/index.ts';

const room = 'ticker.main';
const silenceMs = 20_000;
const againMs = 2_000;

export type FeedState = 'live' | 'lost';

/**
 * The room over a plain `EventSource`. The browser comes back by itself with the last id that it saw; only when it has given up, or
 * nothing was heard for long, the stream is opened anew. While the browser has no connection for it, it is opened every few seconds for
 * the state alone.
 */
export class Feed {
  readonly #stream = new PageStream({
    open: (staysOpen) => this.#listen(staysOpen),
    close: () => this.#hush(),
  });
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #rate = 1;

  constructor(
    private readonly onFrames: (frames: unknown[][], bytes: number) => void,
    private readonly onState: (state: FeedState) => void,
  ) {}

  static address(rate: number): string {
    return `/sse?room=${room}&rate=${rate}`;
  }

  /** Begins, anew if it has begun. */
  open(rate: number): void {
    this.#rate = rate;
    this.#stream.start();
  }

  #listen(staysOpen: boolean): void {
    this.#hush();
    const source = new EventSource(Feed.address(this.#rate));
    this.#source = source;
    const hear = () => {
      this.onState('live');
      if (staysOpen) this.#listenAgainIn(silenceMs);
    };
    if (staysOpen) this.#listenAgainIn(silenceMs);
    source.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
      const lines = data.split('\n');
      // As it was on the wire: each line with its name, the id, and a blank line.
      const bytes = data.length + lines.length * 'data: '.length + `id: ${lastEventId}\n\n\n`.length;
      const frames = lines.map((line) => JSON.parse(line) as unknown[]);
      hear();
      if (!staysOpen && frames.some(([type]) => type === 'full')) this.#hush();
      this.onFrames(frames, bytes);
    };
    source.addEventListener('beat', hear);
    source.onerror = () => {
      this.onState('lost');
      if (staysOpen && source.readyState === EventSource.CLOSED) this.#listenAgainIn(againMs);
    };
  }

  #listenAgainIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#listen(true), milliseconds);
  }

  #hush(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }
}
