import { createCodec } from './codec.ts';
import { ProtocolError } from './errors.ts';
import { PageStream } from './http/pageStream.ts';
import { browserSlots, type Slots } from './http/slots.ts';
import { ReplicatedState, type RoomState } from './state.ts';

/** How a {@link PublicRoom} is doing. */
export type PublicRoomStatus = 'connecting' | 'live' | 'lost';

export interface PublicRoomOptions {
  /** Origin of the server; default: the page's own. */
  readonly server?: string;
  /** States a second at most; what changed in between comes as one. Default: as often as the room changes, up to 30. */
  readonly rate?: number;
  readonly onStatus?: (status: PublicRoomStatus) => void;
  /** Default: the browser's own. */
  readonly eventSource?: (url: string) => EventSource;
  /** Bounds the streams that stay open; default: shared by all tabs of the origin. */
  readonly slots?: Slots;
}

const againMs = 2000;
/** The server beats every ten seconds at least. */
const silenceMs = 25_000;

/**
 * A room that anyone may watch, over the browser's own `EventSource`: no player, no token, no seat. While the page is not seen, it
 * stands still; while the browser's connections are taken, it follows every few seconds.
 */
export class PublicRoom {
  readonly #state = new ReplicatedState();
  readonly #codec = createCodec('json');
  readonly #address: string;
  readonly #options: PublicRoomOptions;
  readonly #stream: PageStream;
  #source: EventSource | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(roomId: string, options: PublicRoomOptions = {}) {
    const rate = options.rate === undefined ? '' : `&rate=${options.rate}`;
    this.#address = `${options.server ?? ''}/sse?room=${encodeURIComponent(roomId)}${rate}`;
    this.#options = options;
    this.#stream = new PageStream(
      { open: (staysOpen) => this.#listen(staysOpen), close: () => this.#hush() },
      options.slots ?? browserSlots(options.server),
    );
  }

  get state(): RoomState {
    return this.#state;
  }

  /** Begins to watch, anew if it watches already. */
  open(): void {
    this.#options.onStatus?.('connecting');
    this.#stream.start();
  }

  close(): void {
    this.#stream.stop();
  }

  #listen(staysOpen: boolean): void {
    this.#hush();
    const source = this.#options.eventSource?.(this.#address) ?? new EventSource(this.#address);
    this.#source = source;
    const hear = () => staysOpen && this.#expectNews();
    hear();
    source.onmessage = ({ data }: MessageEvent<string>) => {
      hear();
      const news = this.#apply(data);
      if (news === null) {
        this.#lost(staysOpen);
        return;
      }
      this.#options.onStatus?.('live');
      if (news > 0 && !staysOpen) this.#hush();
    };
    source.addEventListener('beat', hear);
    source.onerror = () => {
      // Else the browser comes back by itself, with the last id that it saw.
      if (source.readyState === 2) this.#lost(staysOpen);
      else this.#options.onStatus?.('lost');
    };
  }

  #hush(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = null;
  }

  /** How many states came; null when they do not fit what is held. */
  #apply(message: string): number | null {
    let states = 0;
    try {
      for (const frame of this.#codec.decode(message)) {
        if (frame.type === 'full') this.#state.applyFull(frame);
        else if (frame.type !== 'delta') continue;
        else if (!this.#state.applyDelta(frame)) return null;
        states++;
      }
      return states;
    } catch (error) {
      if (error instanceof ProtocolError) return null;
      throw error;
    }
  }

  #expectNews(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#openAgain(), silenceMs);
  }

  #lost(staysOpen: boolean): void {
    this.#hush();
    this.#state.forgetBaseline();
    this.#options.onStatus?.('lost');
    if (staysOpen) this.#again = setTimeout(() => this.#openAgain(), againMs);
  }

  #openAgain(): void {
    this.#options.onStatus?.('connecting');
    this.#listen(true);
  }
}
