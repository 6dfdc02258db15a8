import { backoff } from './backoff.ts';
import { type ClientFrame, leave } from './clientFrames.ts';
import { type Codec, createCodec, type Message, maxMessageBytes } from './codec.ts';
import { Connection, type ConnectionEnd } from './connection.ts';
import { Emitter, type Unsubscribe } from './emitter.ts';
import { Alarm, browserEnvironment, type Environment } from './environment.ts';
import { nextStep } from './retry.ts';
import type { JoinWish, Room } from './room.ts';
import { type RoomLink, RoomMember } from './roomMember.ts';
import type { ErrorFrame, PongFrame, RoomFrame, WelcomeFrame } from './serverFrames.ts';
import type { Identity, Session, SessionOptions, SessionStatus } from './session.ts';

const maxRooms = 8;
const handles = 128;

/** A connection that held this long was a sound one: the next loss starts with short pauses again. */
const soundAfterMs = 5000;

/** Opens a session and begins to connect. */
export function openSession(options: SessionOptions): Session {
  const session = new ReconnectingSession(options);
  session.connect();
  return session;
}

class ReconnectingSession implements Session {
  readonly #options: SessionOptions;
  readonly #environment: Environment;
  readonly #codec: Codec;
  readonly #members = new Map<number, RoomMember>();
  readonly #statusChanged = new Emitter<[SessionStatus]>();
  readonly #retryAlarm: Alarm;
  readonly #soundAlarm: Alarm;
  #connection: Connection | null = null;
  #status: SessionStatus = { phase: 'connecting' };
  #identity: Identity | null = null;
  #attempt = 0;
  #token: 'current' | 'toRenew' | 'renewed' = 'current';
  #nextHandle = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#environment = options.environment ?? browserEnvironment;
    this.#codec = createCodec(options.encoding ?? 'msgpack');
    this.#retryAlarm = new Alarm(this.#environment, () => this.connect());
    this.#soundAlarm = new Alarm(this.#environment, () => {
      this.#attempt = 0;
    });
  }

  get status(): SessionStatus {
    return this.#status;
  }

  get identity(): Identity | null {
    return this.#identity;
  }

  onStatus(listener: (status: SessionStatus) => void): Unsubscribe {
    return this.#statusChanged.on(listener);
  }

  join(wish: JoinWish): Room {
    if (this.#status.phase === 'closed') throw new Error('The session is closed.');
    if (this.#members.size >= maxRooms) throw new Error(`A session is in at most ${maxRooms} rooms.`);
    const member = new RoomMember(this.#takeHandle(), wish, this.#linkFor());
    this.#members.set(member.handle, member);
    if (this.#status.phase === 'open') member.connectionOpened();
    return member;
  }

  retryNow(): void {
    if (this.#retryAlarm.isSet) this.connect();
  }

  close(): void {
    this.#connection?.close();
    this.#stop('closed', '');
  }

  connect(): void {
    this.#retryAlarm.clear();
    this.#options.token(this.#token === 'toRenew').then(
      (token) => {
        if (this.#token === 'toRenew') this.#token = 'renewed';
        this.#open(token);
      },
      () => this.#retry(backoff(this.#attempt, this.#environment.random()), 'no_token'),
    );
  }

  #open(token: string): void {
    if (this.#status.phase === 'closed') return;
    const connection: Connection = new Connection(this.#options.transport(), this.#codec, this.#environment, {
      welcome: (frame) => this.#welcomed(frame),
      frame: (frame) => this.#receive(frame),
      pong: (frame, sentAt) => this.#pong(frame, sentAt),
      ended: (end) => this.#ended(end),
      pingHandles: () => this.#joinedHandles(),
    });
    this.#connection = connection;
    connection.open(token, this.#options.client ?? null);
  }

  #welcomed(frame: WelcomeFrame): void {
    this.#identity = { playerId: frame.playerId, name: frame.name, node: frame.node };
    this.#token = 'current';
    this.#soundAlarm.set(soundAfterMs);
    this.#setStatus({ phase: 'open' });
    for (const member of this.#members.values()) member.connectionOpened();
  }

  #receive(frame: RoomFrame | ErrorFrame): void {
    const member = frame.handle === null ? undefined : this.#members.get(frame.handle);
    if (frame.type !== 'error') {
      if (member !== undefined) member.receive(frame);
      // The wish was given up while the answer was on its way: nobody would ever use that seat.
      else if (frame.type === 'joined') this.#connection?.send([this.#encode(leave(frame.handle))]);
    } else if (member !== undefined) {
      member.refused(frame);
    } else if (frame.code === 'rate_limited') {
      for (const each of this.#members.values()) each.slowDown(frame);
    }
  }

  #pong(frame: PongFrame, sentAt: number): void {
    if (frame.handle === null || frame.time === null) return;
    this.#members.get(frame.handle)?.pong(frame.time, sentAt);
  }

  #ended(end: ConnectionEnd): void {
    this.#connection = null;
    this.#soundAlarm.clear();
    for (const member of [...this.#members.values()]) member.connectionLost();
    const step = nextStep(end, this.#attempt, this.#environment.random(), this.#token === 'renewed');
    switch (step.kind) {
      case 'stop':
        this.#stop(step.code, step.message);
        break;
      case 'renewToken':
        this.#token = 'toRenew';
        this.#retry(0, 'lost');
        break;
      case 'retry':
        this.#retry(step.afterMs, step.reason);
        break;
    }
  }

  #retry(afterMs: number, reason: string): void {
    if (this.#status.phase === 'closed') return;
    this.#attempt++;
    this.#retryAlarm.set(afterMs);
    const retryAt = this.#environment.now() + afterMs;
    this.#setStatus({ phase: 'reconnecting', attempt: this.#attempt, retryAt, reason });
  }

  #stop(code: string, message: string): void {
    if (this.#status.phase === 'closed') return;
    this.#connection = null;
    this.#retryAlarm.clear();
    this.#soundAlarm.clear();
    this.#setStatus({ phase: 'closed', code, message });
    for (const member of [...this.#members.values()]) member.end('session_closed', message);
  }

  /** Handles go round, so that an error about a room that just ended is not taken for one about the next. */
  #takeHandle(): number {
    while (this.#members.has(this.#nextHandle)) this.#nextHandle = (this.#nextHandle + 1) % handles;
    const handle = this.#nextHandle;
    this.#nextHandle = (handle + 1) % handles;
    return handle;
  }

  #joinedHandles(): number[] {
    const joined: number[] = [];
    for (const member of this.#members.values()) {
      if (member.status.phase === 'joined') joined.push(member.handle);
    }
    return joined;
  }

  #linkFor(): RoomLink {
    const connection = () => this.#connection;
    return {
      environment: this.#environment,
      get waiting() {
        return connection()?.waiting ?? 0;
      },
      encode: (frame) => this.#encode(frame),
      send: (encoded) => connection()?.send(encoded),
      ping: () => connection()?.ping(),
      forget: (member) => this.#members.delete(member.handle),
    };
  }

  #encode(frame: ClientFrame): Message {
    const encoded = this.#codec.encode(frame);
    if (this.#codec.sizeOf(encoded) > maxMessageBytes) {
      throw new TypeError(`A frame takes at most ${maxMessageBytes} bytes.`);
    }
    return encoded;
  }

  #setStatus(status: SessionStatus): void {
    this.#status = status;
    this.#statusChanged.emit(status);
  }
}
