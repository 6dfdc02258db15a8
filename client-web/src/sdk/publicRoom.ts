import { createCodec } from './codec.ts';
import { ProtocolError } from './errors.ts';
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
}

const againMs = 2000;
/** The server beats every ten seconds at least. */
const silenceMs = 25_000;

/** A room that anyone may watch, over the browser's own `EventSource`: no player, no token, no seat. */
export class PublicRoom {
  readonly #state = new ReplicatedState();
  readonly #codec = createCodec('json');
  readonly #address: string;
  readonly #options: PublicRoomOptions;
  #source: EventSource | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(roomId: string, options: PublicRoomOptions = {}) {
    const rate = options.rate === undefined ? '' : `&rate=${options.rate}`;
    this.#address = `${options.server ?? ''}/sse?room=${encodeURIComponent(roomId)}${rate}`;
    this.#options = options;
  }

  get state(): RoomState {
    return this.#state;
  }

  /** Begins to watch, anew if it watches already. */
  open(): void {
    this.close();
    this.#options.onStatus?.('connecting');
    const source = this.#options.eventSource?.(this.#address) ?? new EventSource(this.#address);
    this.#source = source;
    this.#hear();
    source.onmessage = ({ data }: MessageEvent<string>) => {
      this.#hear();
      if (this.#apply(data)) this.#options.onStatus?.('live');
      else this.#openAgain();
    };
    source.addEventListener('beat', () => this.#hear());
    source.onerror = () => {
      this.#options.onStatus?.('lost');
      // Else the browser comes back by itself, with the last id that it saw.
      if (source.readyState === 2) this.#openAgain();
    };
  }

  close(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = null;
  }

  #apply(message: string): boolean {
    try {
      for (const frame of this.#codec.decode(message)) {
        if (frame.type === 'full') this.#state.applyFull(frame);
        else if (frame.type === 'delta' && !this.#state.applyDelta(frame)) return false;
      }
      return true;
    } catch (error) {
      if (error instanceof ProtocolError) return false;
      throw error;
    }
  }

  #hear(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.open(), silenceMs);
  }

  #openAgain(): void {
    this.close();
    this.#state.forgetBaseline();
    this.#options.onStatus?.('lost');
    this.#again = setTimeout(() => this.open(), againMs);
  }
}
