const room = 'ticker.main';
const silenceMs = 20_000;
const againMs = 2_000;

export type FeedState = 'live' | 'lost';

/**
 * The room over a plain `EventSource`. The browser comes back by itself with the last id that it saw; only when it has given up, or
 * nothing was heard for long, the stream is opened anew.
 */
export class Feed {
  #source: EventSource | null = null;
  #rate = 1;
  #heard = 0;

  constructor(
    private readonly onFrames: (frames: unknown[][], bytes: number) => void,
    private readonly onState: (state: FeedState) => void,
  ) {
    setInterval(() => {
      if (performance.now() - this.#heard > silenceMs) this.open(this.#rate);
    }, againMs);
  }

  static address(rate: number): string {
    return `/sse?room=${room}&rate=${rate}`;
  }

  open(rate: number): void {
    this.#rate = rate;
    this.#heard = performance.now();
    this.#source?.close();
    const source = new EventSource(Feed.address(rate));
    this.#source = source;
    source.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
      const lines = data.split('\n');
      // As it was on the wire: each line with its name, the id, and a blank line.
      const bytes = data.length + lines.length * 'data: '.length + `id: ${lastEventId}\n\n\n`.length;
      this.#hear();
      this.onFrames(
        lines.map((line) => JSON.parse(line) as unknown[]),
        bytes,
      );
    };
    source.addEventListener('beat', () => this.#hear());
    source.onerror = () => {
      this.onState('lost');
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(() => {
        if (this.#source === source) this.open(this.#rate);
      }, againMs);
    };
  }

  #hear(): void {
    this.#heard = performance.now();
    this.onState('live');
  }
}
