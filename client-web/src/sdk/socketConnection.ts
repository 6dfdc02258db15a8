import { type ClientFrame, hello } from './clientFrames.ts';
import { type Message, type Outgoing, packMessages } from './codec.ts';
import { ProtocolError } from './errors.ts';
import { Heartbeat } from './heartbeat.ts';
import type { Patience } from './patience.ts';
import type { ErrorFrame, GoawayFrame, ServerFrame } from './serverFrames.ts';
import { type Connection, type ConnectionContext, localEnd } from './transport.ts';

/** A connection that was not welcomed in this time is given up. */
const welcomeWithinMs = 10_000;

/** What a socket tells its owner. Nothing is told after `close`. */
export interface SocketListener {
  open(): void;
  message(message: Message): void;
  /** `code` is a WebSocket close code (section 5 of the protocol); 1006 where the connection just broke. */
  close(code: number, reason: string): void;
}

/** Carries messages both ways. One object is used once. */
export interface MessageSocket {
  /** Bytes handed over but not on their way yet. */
  readonly waiting: number;
  open(listener: SocketListener): void;
  send(message: Message): void;
  /** The listener hears nothing of it: who closes knows. */
  close(code: number, reason: string): void;
}

/** One connection over a socket, from hello to its end. */
export class SocketConnection implements Connection {
  readonly #socket: MessageSocket;
  readonly #context: ConnectionContext;
  readonly #patience: Patience;
  readonly #heartbeat: Heartbeat;
  #welcomed = false;
  #over = false;
  #error: ErrorFrame | null = null;
  #goaway: GoawayFrame | null = null;

  constructor(socket: MessageSocket, context: ConnectionContext, patience: Patience) {
    this.#socket = socket;
    this.#context = context;
    this.#patience = patience;
    this.#heartbeat = new Heartbeat(context.environment, {
      handles: () => context.listener.pingHandles(),
      send: (pings) => this.#say(pings),
      silent: () => {
        patience.gaveUp();
        this.#abandon();
      },
    });
  }

  get waiting(): number {
    return this.#socket.waiting;
  }

  open(): void {
    const { token, client } = this.#context;
    this.#heartbeat.await(welcomeWithinMs);
    this.#socket.open({
      open: () => this.#say([hello(token, client)]),
      message: (message) => this.#receive(message),
      close: (code) => this.#end(code),
    });
  }

  send(frames: readonly Outgoing[]): void {
    const only = frames[0];
    // An input for each tick: the usual case, and not to cost more than it must.
    if (frames.length === 1 && only !== undefined && !this.#over) this.#socket.send(only.message);
    else this.#transmit(frames.map(({ message }) => message));
  }

  ping(): void {
    this.#heartbeat.ask();
  }

  close(): void {
    if (!this.#stop()) return;
    this.#socket.close(1000, '');
  }

  #say(frames: readonly ClientFrame[]): void {
    this.#transmit(frames.map((frame) => this.#context.codec.encode(frame)));
  }

  #transmit(encoded: readonly Message[]): void {
    if (this.#over) return;
    for (const message of packMessages(this.#context.codec, encoded)) this.#socket.send(message);
  }

  #receive(message: Message): void {
    this.#context.listener.received(message.length);
    this.#heartbeat.heard();
    try {
      const frames = this.#context.codec.decode(message);
      for (let i = 0; i < frames.length && !this.#over; i++) this.#dispatch(frames[i] as ServerFrame);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#abandon();
    }
  }

  #dispatch(frame: ServerFrame): void {
    const { listener } = this.#context;
    switch (frame.type) {
      case 'welcome':
        this.#welcomed = true;
        this.#heartbeat.start(this.#patience.milliseconds(frame.heartbeat));
        listener.welcome(frame);
        break;
      case 'pong': {
        this.#patience.answered();
        const sentAt = this.#heartbeat.sentAt(frame.nonce);
        if (sentAt !== null) listener.pong(frame, sentAt);
        break;
      }
      case 'goaway':
        this.#goaway = frame;
        break;
      default:
        if (frame.type === 'error' && frame.handle === null) this.#error = frame;
        listener.frame(frame);
    }
  }

  #abandon(): void {
    this.#socket.close(1000, '');
    this.#end(localEnd);
  }

  #end(code: number): void {
    if (!this.#stop()) return;
    this.#context.listener.ended({
      code,
      error: this.#error,
      goaway: this.#goaway,
      welcomed: this.#welcomed,
      unfit: false,
    });
  }

  #stop(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#heartbeat.stop();
    return true;
  }
}
