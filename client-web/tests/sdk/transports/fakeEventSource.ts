import type { FakeNetwork, Frame } from './fakeNetwork.ts';
import type { Reader } from './fakeRoom.ts';

const names: Readonly<Record<number, string>> = { 35: 'events', 37: 'full', 38: 'delta', 41: 'left' };
const retryMs = 1000;

/** As a browser's EventSource: it connects again by itself, with the id of the last message. */
export class FakeEventSource {
  readonly CLOSED = 2;
  readyState = 0;
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly #network: FakeNetwork;
  readonly #query: URLSearchParams;
  readonly #listeners = new Map<string, (event: object) => void>();
  #reader: Reader | null = null;
  #lastId: { readonly attach: number; readonly offset: number; readonly baseline: number } | null = null;
  #from = 0;
  /** Messages of a connection that is gone do not arrive. */
  #connection = 0;

  constructor(network: FakeNetwork, url: string) {
    this.#network = network;
    this.#query = new URL(url, 'http://server').searchParams;
    setTimeout(() => this.#connect(), network.delay());
  }

  addEventListener(name: string, listener: (event: object) => void): void {
    this.#listeners.set(name, listener);
  }

  close(): void {
    this.readyState = this.CLOSED;
    this.#drop();
  }

  /** The connection is lost; the browser tries again after a while. */
  cut(): void {
    this.#drop();
    this.readyState = 0;
    this.onerror?.();
    setTimeout(() => this.#connect(), retryMs);
  }

  #connect(): void {
    if (this.readyState === this.CLOSED) return;
    const from = this.#lastId ?? this.#opening();
    if (from === null || from.attach !== this.#network.room.attach) {
      this.close();
      this.onerror?.();
      return;
    }
    this.readyState = 1;
    this.#connection++;
    this.#network.streams.add(this);
    this.#listeners.get('open')?.({});
    if (this.#network.buffersStreams) return;
    this.#later(() => this.#listeners.get('open')?.({ data: JSON.stringify({ node: this.#network.node }) }));
    const reader: Reader = { ...from, deliver: (frames) => this.#deliver(frames, reader) };
    this.#reader = reader;
    this.#network.room.readers.add(reader);
  }

  #opening(): { attach: number; offset: number; baseline: number } | null {
    const ticket = this.#query.get('ticket') ?? '';
    const attach = this.#network.tickets.get(ticket);
    this.#network.tickets.set(ticket, -1);
    const [, , offset = 0, baseline = 0] = (this.#query.get('cursor') ?? '').split(',').map(Number);
    return attach === undefined ? null : { attach, offset, baseline };
  }

  #deliver(frames: readonly Frame[], { attach, offset, baseline }: Reader): void {
    const data = frames
      .map(([type, , ...fields]) => JSON.stringify([names[type as number], 0, ...fields]))
      .join('\n');
    this.#later(() => {
      this.#lastId = { attach, offset, baseline };
      this.onmessage?.({ data });
    });
  }

  #later(run: () => void): void {
    const connection = this.#connection;
    this.#from = Math.max(this.#from, performance.now() + this.#network.delay());
    const { lumpsEveryMs } = this.#network;
    if (lumpsEveryMs > 0) this.#from = Math.ceil(this.#from / lumpsEveryMs) * lumpsEveryMs;
    setTimeout(
      () => this.readyState === 1 && connection === this.#connection && run(),
      this.#from - performance.now(),
    );
  }

  #drop(): void {
    this.#connection++;
    this.#network.streams.delete(this);
    if (this.#reader !== null) this.#network.room.readers.delete(this.#reader);
    this.#reader = null;
  }
}
