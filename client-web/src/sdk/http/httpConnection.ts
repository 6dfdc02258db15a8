import type { ClientFrame } from '../clientFrames.ts';
import type { Codec, Message, Outgoing } from '../codec.ts';
import { randomId } from '../environment.ts';
import { ProtocolError } from '../errors.ts';
import { Heartbeat } from '../heartbeat.ts';
import type { ErrorFrame, JoinedFrame, ServerFrame } from '../serverFrames.ts';
import { type Connection, type ConnectionContext, type ConnectionEnd, localEnd } from '../transport.ts';
import { type HttpAnswer, HttpClient, type HttpOptions } from './httpClient.ts';
import type { HttpLink, HttpRoom, ReadRoom, Receiver } from './httpLink.ts';
import { RoomSender, Saying } from './sendChannel.ts';

/** A first round trip that takes longer than this has failed. */
const provedWithinMs = 10_000;
/** The room gives a seat up for lost when it hears nothing for so long. */
const silenceMs = 15_000;
/** A longer pause than this is a reason to go elsewhere and come back as after a loss. */
const longestPauseMs = 10_000;
const shortestPauseMs = 500;

const joinType = 2;
const pingType = 7;

/** Frames over plain requests: posts on the way up, and a receiver that asks or listens for what comes down. */
export class HttpConnection implements Connection, HttpLink {
  readonly waiting = 0;
  readonly client: HttpClient;
  readonly environment;
  readonly codec: Codec;
  readonly encoding;
  /** Names this connection's polls. */
  readonly session: string;
  readonly #context: ConnectionContext;
  readonly #receiver: Receiver;
  readonly #heartbeat: Heartbeat;
  readonly #senders = new Map<number, RoomSender>();
  readonly #joins = new Map<
    number,
    { readonly joinId: unknown; readonly rate: number; readonly saying: Saying }
  >();
  #proof: Saying | null = null;
  #welcomed = false;
  #over = false;
  #error: ErrorFrame | null = null;

  constructor(
    options: HttpOptions,
    context: ConnectionContext,
    receiver: (connection: HttpConnection) => Receiver,
  ) {
    this.#context = context;
    this.environment = context.environment;
    this.codec = context.codec;
    this.encoding =
      context.codec.encoding === 'json' ? ('application/json' as const) : ('application/x-msgpack' as const);
    this.client = new HttpClient(options, context.token, context.environment);
    this.session = randomId(context.environment);
    this.#heartbeat = new Heartbeat(context.environment, {
      handles: () => context.listener.pingHandles(),
      send: (pings) => this.#sendPings(pings),
      silent: () => this.end({}),
    });
    this.#receiver = receiver(this);
  }

  open(): void {
    this.#heartbeat.await(provedWithinMs);
    void this.#prove();
  }

  send(frames: readonly Outgoing[]): void {
    if (this.#over) return;
    const spoken = new Set<RoomSender>();
    for (const outgoing of frames) {
      if (outgoing.frame[0] === joinType) {
        this.#join(outgoing);
        continue;
      }
      const sender = this.#senders.get(outgoing.frame[1] as number);
      if (sender === undefined) continue;
      sender.add(outgoing);
      spoken.add(sender);
    }
    for (const sender of spoken) sender.go();
  }

  ping(): void {
    this.#heartbeat.ask();
  }

  close(): void {
    this.#stop();
  }

  rooms(): readonly ReadRoom[] {
    const rooms: ReadRoom[] = [];
    for (const { room } of this.#senders.values()) {
      const cursor = this.#context.listener.cursorOf(room.handle);
      if (cursor !== null) rooms.push({ ...room, cursor });
    }
    return rooms;
  }

  receive(message: Message | null, codec: Codec = this.codec, handle?: number): void {
    if (message === null || this.#over) return;
    this.#context.listener.received(message.length);
    this.#heartbeat.heard();
    let roomsChanged = false;
    try {
      for (const frame of codec.decode(message)) {
        if (this.#over) return;
        if (handle !== undefined && 'handle' in frame) this.#dispatch({ ...frame, handle } as ServerFrame);
        else this.#dispatch(frame);
        roomsChanged ||= frame.type === 'joined' || frame.type === 'left';
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.end({});
    }
    if (roomsChanged && !this.#over) this.#receiver.update();
  }

  servedBy(node: string): void {
    if (node !== '' && !this.#over) this.#context.listener.servedBy(node);
  }

  pauseAfter({ status, code, text, retryAfterMs }: HttpAnswer & { readonly kind: 'refused' }): number | null {
    if (code !== '') this.#error = { type: 'error', code, message: text, handle: null, details: {} };
    if (status === 429 || status === 503) {
      if (retryAfterMs <= longestPauseMs) return Math.max(retryAfterMs, shortestPauseMs);
      this.end({ code: 1001, goaway: { code: code || 'busy', retryAfter: retryAfterMs } });
    } else if (status >= 500) return shortestPauseMs * (1 + this.environment.random());
    else if (status === 401) this.end({ code: 4401 });
    else if (code === 'bad_frame') this.end({ code: 4400 });
    else if (code === 'too_large') this.end({ code: 4413 });
    else if (code === 'not_joined' || code === 'room_gone') this.end({});
    // Something on the way answers in place of the server, or does not pass on what we ask.
    else this.end({ unfit: true });
    return null;
  }

  end(end: Partial<ConnectionEnd>): void {
    if (!this.#stop()) return;
    this.#context.listener.ended({
      code: localEnd,
      error: this.#error,
      goaway: null,
      welcomed: this.#welcomed,
      unfit: false,
      ...end,
    });
  }

  async #prove(): Promise<void> {
    const ping: ClientFrame = [pingType, null, this.#heartbeat.nextNonce()];
    const answer = await this.client.ask({
      path: '/send',
      body: this.codec.encode(ping),
      encoding: this.encoding,
      withinMs: provedWithinMs,
    });
    if (this.#over) return;
    if (answer.kind === 'lost') this.end({});
    else if (answer.kind === 'refused') {
      const { status, code, retryAfterMs } = answer;
      if (this.pauseAfter(answer) === null) return;
      const isAskedToWait = status === 429 || status === 503;
      this.end(
        isAskedToWait ? { code: 1001, goaway: { code: code || 'busy', retryAfter: retryAfterMs } } : {},
      );
    } else {
      this.#welcomed = true;
      this.#heartbeat.start(silenceMs);
      this.#context.listener.welcome(null);
      this.servedBy(answer.node);
      this.receive(answer.message);
    }
  }

  #join(outgoing: Outgoing): void {
    const [, handle, joinId, , , , rate] = outgoing.frame as readonly [
      number,
      number,
      string,
      string,
      string,
      boolean,
      number,
    ];
    const earlier = this.#joins.get(handle);
    // It is being said until it is answered.
    if (earlier?.joinId === joinId) return;
    earlier?.saying.close();
    const saying = new Saying(this, outgoing.message, (message) => {
      this.#heartbeat.heard();
      this.receive(message);
      if (this.#joins.get(handle)?.saying === saying) this.#joins.delete(handle);
    });
    this.#joins.set(handle, { joinId, rate, saying });
  }

  #sendPings(pings: readonly ClientFrame[]): void {
    for (const frame of pings) {
      const outgoing = { frame, message: this.codec.encode(frame) };
      if (frame[1] !== null) this.send([outgoing]);
      else if (this.#proof === null) {
        this.#proof = new Saying(this, outgoing.message, (message) => {
          this.#proof = null;
          this.#heartbeat.heard();
          this.receive(message);
        });
      }
    }
  }

  #dispatch(frame: ServerFrame): void {
    const { listener } = this.#context;
    switch (frame.type) {
      // Neither belongs here.
      case 'welcome':
      case 'goaway':
        return;
      case 'pong': {
        const sentAt = this.#heartbeat.sentAt(frame.nonce);
        if (sentAt !== null) listener.pong(frame, sentAt);
        return;
      }
      case 'joined':
        this.#joined(frame);
        break;
      case 'answer':
        this.#senders.get(frame.handle)?.answered(frame.stream, frame.n);
        break;
      case 'left':
        this.#senders.get(frame.handle)?.close();
        this.#senders.delete(frame.handle);
        break;
      case 'error':
        if (frame.handle === null) this.#error = frame;
        break;
    }
    listener.frame(frame);
  }

  #joined({ handle, joinId, roomId, attach, seat }: JoinedFrame): void {
    const rate = this.#joins.get(handle)?.rate ?? 0;
    if (this.#joins.get(handle)?.joinId === joinId) this.#joins.delete(handle);
    this.#senders.get(handle)?.close();
    const room: HttpRoom = { handle, roomId, attach: seat < 0 ? 0 : attach, rate };
    const sender = new RoomSender(room, this, {
      arrived: () => this.#heartbeat.heard(),
      departed: (frames) => {
        for (const { frame } of frames)
          if (frame[0] === pingType) this.#heartbeat.departed(frame[2] as number);
      },
      left: () => {
        this.#dispatch({ type: 'left', handle, code: 'left', message: '' });
        this.#receiver.update();
      },
    });
    this.#senders.set(handle, sender);
  }

  #stop(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.#heartbeat.stop();
    this.#receiver.close();
    this.#proof?.close();
    for (const { saying } of this.#joins.values()) saying.close();
    for (const sender of this.#senders.values()) sender.close();
    return true;
  }
}
