import type { ClientFrame } from './clientFrames.ts';
import * as frames from './clientFrames.ts';
import { EstimatedClock } from './clock.ts';
import type { Outgoing } from './codec.ts';
import { CommandStream } from './commands.ts';
import { type Cursor, EventCursor } from './cursor.ts';
import { Emitter, type Unsubscribe } from './emitter.ts';
import { type Environment, randomStream } from './environment.ts';
import { JoinRefusedError, ProtocolError } from './errors.ts';
import { JoinAttempt } from './joinAttempt.ts';
import { checkPayload, type Payload } from './payload.ts';
import { RecentInputs } from './recentInputs.ts';
import type { JoinWish, Room, RoomEvent, RoomInfo, RoomStatus } from './room.ts';
import type { ErrorFrame, JoinedFrame, RoomFrame } from './serverFrames.ts';
import { ReplicatedState } from './state.ts';
import type { Connection } from './transport.ts';

/** Bytes waiting in the transport from which on inputs are dropped: by the time they arrive they are stale. */
const jammedAt = 4096;

/** Milliseconds to wait at least before refused frames are sent again, so that they do not make a flood. */
const shortestPause = 500;

/** What a room needs of its session. */
export interface RoomLink {
  readonly environment: Environment;
  encode(frame: ClientFrame): Outgoing;
  /** The room stands over the connection that it was to move to. */
  moved(): void;
  /** The room has ended; its handle is free. */
  forget(member: RoomMember): void;
}

/** The session's side of a {@link Room}: what the frames of one handle do. */
export class RoomMember implements Room {
  readonly handle: number;
  readonly state = new ReplicatedState();
  readonly clock: EstimatedClock;
  readonly joined: Promise<RoomInfo>;

  readonly #link: RoomLink;
  readonly #wish: JoinWish;
  readonly #cursor = new EventCursor();
  readonly #commands: CommandStream;
  readonly #join: JoinAttempt;
  readonly #statusChanged = new Emitter<[RoomStatus]>();
  readonly #happened = new Emitter<[RoomEvent]>();
  readonly #resynced = new Emitter<[string]>();
  readonly #inputs = new RecentInputs();
  readonly #deliver = (name: string, payload: Payload, offset: number) =>
    this.#happened.emit({ name, payload, offset });
  #connection: Connection | null = null;
  /** The connection that the seat is about to be attached over; until it is, the old one takes what we say. */
  #next: Connection | null = null;
  #resolveJoined: (info: RoomInfo) => void = () => {};
  #rejectJoined: (reason: Error) => void = () => {};
  #resolveLeft: (() => void) | null = null;
  #status: RoomStatus = { phase: 'joining' };
  #info: RoomInfo | null = null;
  /** The incarnation that the state is of: the same tick of another one may differ. */
  #stateOf = '';
  #nextInput = 1;
  #isHeldUp = false;

  constructor(handle: number, wish: JoinWish, link: RoomLink) {
    this.handle = handle;
    this.#wish = wish;
    this.#link = link;
    this.clock = new EstimatedClock(() => link.environment.now());
    this.joined = new Promise((resolve, reject) => {
      this.#resolveJoined = resolve;
      this.#rejectJoined = reject;
    });
    // Whoever does not look at it learns the same from the status.
    this.joined.catch(() => {});
    this.#commands = new CommandStream(
      handle,
      {
        encode: (frame) => link.encode(frame),
        send: (frames) => this.#connection?.send(frames),
        newStream: () => randomStream(link.environment),
      },
      link.environment,
    );
    this.#join = new JoinAttempt(link.environment, (joinId, attempt) => this.#sendJoin(joinId, attempt));
  }

  get status(): RoomStatus {
    return this.#status;
  }

  get info(): RoomInfo | null {
    return this.#info;
  }

  get isHeldUp(): boolean {
    return this.#isHeldUp;
  }

  onStatus(listener: (status: RoomStatus) => void): Unsubscribe {
    return this.#statusChanged.on(listener);
  }

  onEvent(listener: (event: RoomEvent) => void): Unsubscribe {
    return this.#happened.on(listener);
  }

  onResync(listener: (reason: string) => void): Unsubscribe {
    return this.#resynced.on(listener);
  }

  input(payload: Payload): number | null {
    if (this.#wish.watch === true) throw new TypeError('A watcher has no inputs.');
    checkPayload(payload);
    if (this.#status.phase !== 'joined' || this.#connection === null) return null;
    if (this.#connection.waiting > jammedAt) return null;
    const n = this.#nextInput++;
    const input = this.#link.encode(frames.input(this.handle, n, payload));
    this.#inputs.add(input);
    this.#connection.send([input]);
    return n;
  }

  async command(name: string, payload: Payload = null): Promise<Payload> {
    if (this.#wish.watch === true) throw new TypeError('A watcher has no commands.');
    if (this.#status.phase === 'ended') throw new JoinRefusedError(this.#status.code, 'The room has ended.');
    checkPayload(payload);
    return this.#commands.submit(name, payload);
  }

  leave(): Promise<void> {
    if (this.#status.phase === 'ended') return Promise.resolve();
    if (this.#status.phase !== 'joined') {
      // Without a connection nobody can be told; the seat goes when its grace time is over.
      this.end('left', '');
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#resolveLeft = resolve;
      this.#sayLeave();
    });
  }

  /** A proven connection is there. */
  connectionOpened(connection: Connection): void {
    this.#connection = connection;
    this.#join.start();
  }

  /**
   * Goes over to another proven connection. Until the seat is attached over it the state stands still: what the old one still
   * tells would put us beyond the cursor that the new one goes on from, and comes again over that.
   */
  moveTo(connection: Connection): void {
    if (this.#status.phase === 'joined' && this.#resolveLeft === null) this.#next = connection;
    else if (this.#resolveLeft === null) this.#connection = connection;
    else return;
    this.#join.start();
  }

  /** Something of this room still hangs on that connection. */
  needs(connection: Connection): boolean {
    return connection === this.#connection;
  }

  /** Where the room stands when it is joined over that connection, else null. */
  cursorOver(connection: Connection): Cursor | null {
    const isRead = this.#status.phase === 'joined' && this.#connection === connection && this.#next === null;
    return isRead ? this.#position() : null;
  }

  connectionLost(): void {
    this.#connection = null;
    this.#next = null;
    this.#isHeldUp = false;
    this.#inputs.clear();
    this.#join.stop();
    this.#commands.offline();
    if (this.#resolveLeft !== null) this.end('left', '');
    else if (this.#status.phase === 'joined') this.#setStatus({ phase: 'rejoining' });
  }

  /** Throws {@link ProtocolError} when the frame cannot follow what came before on a sound connection. */
  receive(frame: RoomFrame, from: Connection): void {
    if (this.#next !== null && (from === this.#next ? frame.type !== 'joined' : frame.type !== 'answer'))
      return;
    if (from !== this.#connection && from !== this.#next) return;
    switch (frame.type) {
      case 'joined':
        this.#onJoined(frame);
        break;
      case 'events':
        if (!this.#cursor.accept(frame, this.#deliver)) throw new ProtocolError('Events are missing.');
        break;
      case 'answer':
        this.#commands.answered(frame.stream, frame.n, frame.code, frame.payload);
        break;
      case 'full':
        this.#isHeldUp = false;
        this.#cursor.continueIn(frame.epoch, frame.epochId);
        this.clock.observeTick(frame.tick);
        this.state.applyFull(frame);
        this.#stateOf = frame.epochId;
        break;
      case 'delta':
        this.#isHeldUp = false;
        this.clock.observeTick(frame.tick);
        if (!this.state.applyDelta(frame)) throw new ProtocolError('A delta from a state that is not held.');
        break;
      case 'resync':
        this.#cursor.moveTo(frame.epoch, frame.epochId, frame.offset);
        this.#resynced.emit(frame.reason);
        break;
      case 'held':
        this.#isHeldUp = frame.isHeldUp;
        break;
      case 'left':
        this.end(frame.code, frame.message);
        break;
    }
  }

  refused(error: ErrorFrame, from: Connection): void {
    if (from !== (this.#next ?? this.#connection)) return;
    switch (error.code) {
      case 'command_gap':
        this.#commands.gap(wholeNumber(error.details.stream), wholeNumber(error.details.expected));
        break;
      case 'rate_limited':
      case 'busy':
      case 'no_room':
      case 'too_many_open':
        this.slowDown(error);
        break;
      default:
        // While joined, what is left concerns one frame that has no answer of its own, such as an input too many.
        if (this.#join.isUnderWay && error.code !== 'not_joined') this.#refuse(error);
    }
  }

  /** Something of ours was refused for its rate, or could not be taken yet; which frame, the error does not say. */
  slowDown(error: ErrorFrame): void {
    const wait = Math.max(wholeNumber(error.details.retryAfter), shortestPause);
    this.#commands.retryAfter(wait);
    if (this.#join.isUnderWay && !this.#join.retryAfter(wait, this.#info !== null)) this.#refuse(error);
  }

  pong(roomTime: number, sentAt: number): void {
    this.clock.observePong(roomTime, sentAt);
  }

  end(code: string, message: string): void {
    if (this.#status.phase === 'ended') return;
    this.#join.stop();
    this.#setStatus({ phase: 'ended', code, message });
    this.#link.forget(this);
    this.#commands.end(code);
    this.#rejectJoined(new JoinRefusedError(code, message));
    this.#resolveLeft?.();
  }

  #sendJoin(joinId: string, attempt: readonly [stay: number, n: number]): void {
    const { how, target, watch = false, rate = 0, options = null } = this.#wish;
    const back = this.#info;
    const fields = {
      handle: this.handle,
      joinId,
      how: back === null ? how : ('room' as const),
      target: back === null ? target : back.roomId,
      watch,
      rate,
      cursor: back === null ? null : this.#position(),
      options,
      attempt,
    };
    (this.#next ?? this.#connection)?.send([this.#link.encode(frames.join(fields))]);
  }

  #position(): Cursor {
    const { epoch, epochId, offset } = this.#cursor;
    const baseline = this.#stateOf === epochId ? this.state.tick : 0;
    return [epoch, epochId, offset, baseline, this.#info?.attach ?? 0];
  }

  #sayLeave(): void {
    this.#connection?.send([this.#link.encode(frames.leave(this.handle))]);
  }

  #onJoined(frame: JoinedFrame): void {
    // The room has moved to another node: what was on its way there goes again.
    const isAgain =
      this.#next === null && this.#status.phase === 'joined' && this.#join.isAgain(frame.joinId);
    if (!isAgain && !this.#join.succeeded(frame.joinId)) return;
    this.#isHeldUp = false;
    const before = this.#info;
    const { roomId, kind, seat, attach, tickRate, tick } = frame;
    this.#info = { roomId, kind, seat, attach, tickRate, private: frame.private, tick };
    this.#cursor.moveTo(frame.epoch, frame.epochId, frame.offset);
    const isSameSeat = before !== null && before.seat === seat;
    const hasMoved = this.#next !== null;
    this.#connection = this.#next ?? this.#connection;
    this.#next = null;
    const goesOn = (hasMoved || isAgain) && isSameSeat;
    // The numbers of inputs that the room does not have yet are taken all the same: they come again, or are on their way.
    this.#nextInput = goesOn ? Math.max(this.#nextInput, frame.input + 1) : frame.input + 1;
    if (hasMoved && isSameSeat) this.clock.moved();
    else this.clock.restart(tickRate, tick);
    // Another seat has another memory of commands: those under way belonged to the one that is gone.
    if (before !== null && !isSameSeat) this.#commands.startAnew('seat_lost');
    if (!hasMoved && !isAgain) this.#setStatus({ phase: 'joined' });
    this.#resolveJoined(this.#info);
    if (goesOn) this.#connection?.send(this.#inputs.after(frame.input));
    else this.#inputs.clear();
    this.#commands.online();
    this.#connection?.ping();
    if (hasMoved && this.#resolveLeft !== null) this.#sayLeave();
    if (hasMoved) this.#link.moved();
  }

  #refuse(error: ErrorFrame): void {
    this.end(error.code, error.message);
  }

  #setStatus(status: RoomStatus): void {
    this.#status = status;
    this.#statusChanged.emit(status);
  }
}

function wholeNumber(value: Payload | undefined): number {
  return typeof value === 'number' ? value : 0;
}
