import { backoff } from './backoff.ts';
import { type ClientFrame, leave } from './clientFrames.ts';
import { type Codec, createCodec, maxMessageBytes, type Outgoing } from './codec.ts';
import { Emitter, type Unsubscribe } from './emitter.ts';
import { Alarm, browserEnvironment, type Environment } from './environment.ts';
import { tabFailureMemory } from './failureMemory.ts';
import { Line, type LineListener } from './line.ts';
import { Lines } from './lines.ts';
import { nextStep } from './retry.ts';
import type { JoinWish, Room } from './room.ts';
import { type RoomLink, RoomMember } from './roomMember.ts';
import type { ErrorFrame, RoomFrame, WelcomeFrame } from './serverFrames.ts';
import type { Identity, Session, SessionOptions, SessionStatus } from './session.ts';
import { type ConnectionEnd, localEnd, type Transport, type TransportName } from './transport.ts';

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
  readonly #transports: readonly Transport[];
  readonly #environment: Environment;
  readonly #codec: Codec;
  readonly #lines: Lines;
  readonly #members = new Map<number, RoomMember>();
  readonly #statusChanged = new Emitter<[SessionStatus]>();
  readonly #transportChanged = new Emitter<[TransportName | null]>();
  readonly #retryAlarm: Alarm;
  readonly #soundAlarm: Alarm;
  readonly #link: RoomLink;
  readonly #lineListener: LineListener;
  #status: SessionStatus = { phase: 'connecting' };
  #identity: Identity | null = null;
  #transport: TransportName | null = null;
  #bytesReceived = 0;
  #attempt = 0;
  #token: 'current' | 'toRenew' | 'renewed' = 'current';
  #nextHandle = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#transports = 'connect' in options.transport ? [options.transport] : options.transport;
    this.#environment = options.environment ?? browserEnvironment;
    this.#codec = createCodec(options.encoding ?? 'msgpack');
    this.#retryAlarm = new Alarm(this.#environment, () => this.connect());
    this.#soundAlarm = new Alarm(this.#environment, () => {
      this.#attempt = 0;
    });
    this.#link = {
      environment: this.#environment,
      encode: (frame) => this.#encode(frame),
      moved: () => this.#lines.settle(),
      forget: (member) => {
        this.#members.delete(member.handle);
        this.#lines.settle();
      },
    };
    this.#lineListener = {
      proven: (line, frame) => this.#proven(line, frame),
      servedBy: (line, node) => this.#servedBy(line, node),
      frame: (line, frame) => this.#receive(line, frame),
      ended: (line, end) => this.#ended(line, end),
      received: (bytes) => {
        this.#bytesReceived += bytes;
      },
    };
    this.#lines = new Lines({
      order: this.#transports.map(({ name }) => name),
      environment: this.#environment,
      memory: options.failureMemory ?? tabFailureMemory(),
      open: (name, patienceMs) => this.#openLine(name, patienceMs),
      move: () => this.#move(),
      needs: ({ connection }) => [...this.#members.values()].some((member) => member.needs(connection)),
      reconnect: () => this.connect(),
      moveFailed: () => this.#moveFailed(),
    });
  }

  get status(): SessionStatus {
    return this.#status;
  }

  get identity(): Identity | null {
    return this.#identity;
  }

  get transport(): TransportName | null {
    return this.#transport;
  }

  get bytesReceived(): number {
    return this.#bytesReceived;
  }

  onStatus(listener: (status: SessionStatus) => void): Unsubscribe {
    return this.#statusChanged.on(listener);
  }

  onTransport(listener: (name: TransportName | null) => void): Unsubscribe {
    return this.#transportChanged.on(listener);
  }

  use(name: TransportName | 'auto'): Promise<void> {
    if (this.#status.phase === 'closed') return Promise.reject(new Error('The session is closed.'));
    return this.#lines.use(name);
  }

  join(wish: JoinWish): Room {
    if (this.#status.phase === 'closed') throw new Error('The session is closed.');
    if (this.#members.size >= maxRooms) throw new Error(`A session is in at most ${maxRooms} rooms.`);
    const member = new RoomMember(this.#takeHandle(), wish, this.#link);
    this.#members.set(member.handle, member);
    const { live } = this.#lines;
    if (live?.proven) member.connectionOpened(live.connection);
    return member;
  }

  retryNow(): void {
    if (!this.#retryAlarm.isSet) return;
    this.connect();
    if (this.#status.phase === 'reconnecting')
      this.#setStatus({ ...this.#status, retryAt: this.#environment.now() });
  }

  close(): void {
    this.#stop('closed', '');
  }

  connect(): void {
    this.#retryAlarm.clear();
    void this.#lines.connect().then((hasToken) => {
      if (!hasToken) this.#retry(this.#pause(), 'no_token');
    });
  }

  async #openLine(name: TransportName, patienceMs: number | null): Promise<Line | null> {
    const transport = this.#transports.find((each) => each.name === name);
    let token: string;
    try {
      token = await this.#options.token(this.#token === 'toRenew');
    } catch {
      return null;
    }
    if (this.#token === 'toRenew') this.#token = 'renewed';
    if (transport === undefined || this.#status.phase === 'closed') return null;
    return new Line(
      {
        transport,
        token,
        client: this.#options.client ?? null,
        codec: this.#codec,
        environment: this.#environment,
        members: this.#members,
        patienceMs,
      },
      this.#lineListener,
    );
  }

  #proven(line: Line, frame: WelcomeFrame | null): void {
    const player = frame ?? this.#options.player?.() ?? this.#identity;
    if (player) this.#identity = { playerId: player.playerId, name: player.name, node: frame?.node ?? '' };
    this.#token = 'current';
    this.#soundAlarm.set(soundAfterMs);
    if (this.#lines.proved(line)) return;
    this.#setStatus({ phase: 'open' });
    this.#setTransport(line.name);
    for (const member of this.#members.values()) member.connectionOpened(line.connection);
  }

  #servedBy(line: Line, node: string): void {
    // A line that is tried out, or left, serves nothing.
    if (line !== this.#lines.live || this.#identity === null || this.#identity.node === node) return;
    this.#identity = { ...this.#identity, node };
  }

  #move(): void {
    const { live } = this.#lines;
    if (live === null) return;
    for (const member of [...this.#members.values()]) member.moveTo(live.connection);
    this.#setTransport(live.name);
  }

  #moveFailed(): void {
    const { live } = this.#lines;
    if (live === null) return;
    live.close();
    this.#ended(live, { code: localEnd, error: null, goaway: null, welcomed: true, unfit: false });
  }

  #receive({ connection }: Line, frame: RoomFrame | ErrorFrame): void {
    const member = frame.handle === null ? undefined : this.#members.get(frame.handle);
    if (frame.type !== 'error') {
      if (member !== undefined) member.receive(frame, connection);
      // The wish was given up while the answer was on its way: nobody would ever use that seat.
      else if (frame.type === 'joined') connection.send([this.#encode(leave(frame.handle))]);
    } else if (member !== undefined) {
      member.refused(frame, connection);
    } else if (frame.code === 'rate_limited') {
      for (const each of this.#members.values()) each.slowDown(frame);
    }
  }

  #ended(line: Line, end: ConnectionEnd): void {
    if (!this.#lines.ended(line, end)) return;
    this.#soundAlarm.clear();
    this.#setTransport(null);
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
      case 'retry': {
        const goesOn = step.reason === 'lost' && this.#lines.lost(line.name, end);
        this.#retry(goesOn ? 0 : step.afterMs, step.reason);
        break;
      }
    }
  }

  #pause(): number {
    return backoff(this.#attempt, this.#environment.random());
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
    this.#retryAlarm.clear();
    this.#soundAlarm.clear();
    this.#setStatus({ phase: 'closed', code, message });
    this.#lines.close();
    this.#setTransport(null);
    for (const member of [...this.#members.values()]) member.end('session_closed', message);
  }

  /** Handles go round, so that an error about a room that just ended is not taken for one about the next. */
  #takeHandle(): number {
    while (this.#members.has(this.#nextHandle)) this.#nextHandle = (this.#nextHandle + 1) % handles;
    const handle = this.#nextHandle;
    this.#nextHandle = (handle + 1) % handles;
    return handle;
  }

  #encode(frame: ClientFrame): Outgoing {
    const message = this.#codec.encode(frame);
    if (this.#codec.sizeOf(message) > maxMessageBytes) {
      throw new TypeError(`A frame takes at most ${maxMessageBytes} bytes.`);
    }
    return { frame, message };
  }

  #setTransport(name: TransportName | null): void {
    if (name === this.#transport) return;
    this.#transport = name;
    this.#transportChanged.emit(name);
  }

  #setStatus(status: SessionStatus): void {
    this.#status = status;
    this.#statusChanged.emit(status);
  }
}
