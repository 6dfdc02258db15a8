import { hello, ping } from './clientFrames.ts';
import { type Codec, type Message, packMessages } from './codec.ts';
import { Alarm, type Environment } from './environment.ts';
import { ProtocolError } from './errors.ts';
import type { ErrorFrame, GoawayFrame, PongFrame, ServerFrame, WelcomeFrame } from './serverFrames.ts';
import type { Transport } from './transport.ts';

/** A connection that was not welcomed in this time is given up. */
const welcomeWithinMs = 10_000;
/** Well below the 10 s that the protocol asks for: each pong also tells of the room's clock. */
const pingEveryMs = 2500;
/** A room's clock that nothing is known of is asked for a few times in a row: one answer may have been held up. */
const firstPings = 4;
const firstPingsEveryMs = 300;

/** Close code given to ends that the client itself brought about: nothing the server said. */
const localEnd = 1006;

/** How a connection ended, and what the server had said before. */
export interface ConnectionEnd {
  /** WebSocket close code; 1006 when it just broke, fell silent or broke the protocol. */
  readonly code: number;
  /** The last error that concerned the whole session. */
  readonly error: ErrorFrame | null;
  readonly goaway: GoawayFrame | null;
  readonly welcomed: boolean;
}

export interface ConnectionListener {
  welcome(frame: WelcomeFrame): void;
  /** May throw {@link ProtocolError}, which ends the connection. */
  frame(frame: Exclude<ServerFrame, WelcomeFrame | PongFrame | GoawayFrame>): void;
  pong(frame: PongFrame, sentAt: number): void;
  ended(end: ConnectionEnd): void;
  /** Handles of the rooms whose clocks are asked for; without any, the ping asks for none. */
  pingHandles(): readonly number[];
}

/** One connection from hello to its end: it says hello, keeps itself alive and notices when it is dead. */
export class Connection {
  readonly #transport: Transport;
  readonly #codec: Codec;
  readonly #environment: Environment;
  readonly #listener: ConnectionListener;
  readonly #pingAlarm: Alarm;
  readonly #deadAlarm: Alarm;
  readonly #pings = new Map<number, number>();
  #silenceMs = 15_000;
  #lastHeard = 0;
  #lastPing = 0;
  #nonce = 0;
  #quickPings = 0;
  #welcomed = false;
  #over = false;
  #error: ErrorFrame | null = null;
  #goaway: GoawayFrame | null = null;

  constructor(transport: Transport, codec: Codec, environment: Environment, listener: ConnectionListener) {
    this.#transport = transport;
    this.#codec = codec;
    this.#environment = environment;
    this.#listener = listener;
    this.#pingAlarm = new Alarm(environment, () => this.#ping());
    this.#deadAlarm = new Alarm(environment, () => this.#checkAlive());
  }

  get waiting(): number {
    return this.#transport.waiting;
  }

  open(token: string, client: string | null): void {
    this.#deadAlarm.set(welcomeWithinMs);
    this.#transport.open({
      open: () => this.send([this.#codec.encode(hello(token, client))]),
      message: (message) => this.#receive(message),
      close: (code) => this.#end(code),
    });
  }

  send(encoded: readonly Message[]): void {
    if (this.#over) return;
    for (const message of packMessages(this.#codec, encoded)) this.#transport.send(message);
  }

  /** Asks for the clocks of all rooms, of which one is new. */
  ping(): void {
    this.#quickPings = firstPings;
    this.#ping();
  }

  #ping(): void {
    if (!this.#welcomed) return;
    this.#quickPings--;
    this.#pingAlarm.set(this.#quickPings > 0 ? firstPingsEveryMs : pingEveryMs);
    const handles = this.#listener.pingHandles();
    const now = this.#environment.now();
    this.#lastPing = now;
    const asked = handles.length > 0 ? handles : [null];
    const encoded = asked.map((handle) => {
      const nonce = ++this.#nonce;
      this.#pings.set(nonce, now);
      return this.#codec.encode(ping(handle, nonce));
    });
    this.send(encoded);
    this.#checkAlive();
  }

  /** Ends the connection; the listener is not told. */
  close(): void {
    if (!this.#stop()) return;
    this.#transport.close(1000, '');
  }

  #receive(message: Message): void {
    this.#lastHeard = this.#environment.now();
    // Browsers hold back the timers of hidden pages for up to a minute, but not their messages.
    if (this.#lastHeard - this.#lastPing > 2 * pingEveryMs) this.#ping();
    try {
      for (const frame of this.#codec.decode(message)) {
        if (this.#over) return;
        this.#dispatch(frame);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#abandon();
    }
  }

  #dispatch(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.#welcomed = true;
        this.#lastPing = this.#lastHeard;
        this.#silenceMs = frame.heartbeat * 1000;
        this.#deadAlarm.set(this.#silenceMs);
        this.#pingAlarm.set(pingEveryMs);
        this.#listener.welcome(frame);
        break;
      case 'pong': {
        const sentAt = this.#pings.get(frame.nonce);
        if (sentAt === undefined) break;
        this.#pings.delete(frame.nonce);
        this.#listener.pong(frame, sentAt);
        break;
      }
      case 'goaway':
        this.#goaway = frame;
        break;
      default:
        if (frame.type === 'error' && frame.handle === null) this.#error = frame;
        this.#listener.frame(frame);
    }
  }

  #checkAlive(): void {
    const silent = this.#environment.now() - this.#lastHeard;
    if (!this.#welcomed || silent >= this.#silenceMs) this.#abandon();
    else this.#deadAlarm.set(this.#silenceMs - silent);
  }

  #abandon(): void {
    this.#transport.close(1000, '');
    this.#end(localEnd);
  }

  #end(code: number): void {
    if (!this.#stop()) return;
    this.#listener.ended({ code, error: this.#error, goaway: this.#goaway, welcomed: this.#welcomed });
  }

  #stop(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#pingAlarm.clear();
    this.#deadAlarm.clear();
    return true;
  }
}
