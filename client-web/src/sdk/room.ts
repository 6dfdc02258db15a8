import type { JoinHow } from './clientFrames.ts';
import type { RoomClock } from './clock.ts';
import type { Unsubscribe } from './emitter.ts';
import type { Payload } from './payload.ts';
import type { RoomState } from './state.ts';

/** What a client wishes when it joins. */
export interface JoinOptions {
  /** Only look on, without a seat. Default false. */
  readonly watch?: boolean;
  /** The most state frames a second; 0 (default) for every tick. */
  readonly rate?: number;
  /** For the game: what it reads is in its own documentation. Default null. */
  readonly options?: Payload;
}

export interface JoinWish extends JoinOptions {
  readonly how: JoinHow;
  /** Kind of game (`quick`, `create`), room id (`room`), or code as typed (`code`). At most 64 bytes. */
  readonly target: string;
}

/**
 * Where a room stands:
 * - `joining`: the first answer is awaited.
 * - `joined`: state and events flow.
 * - `rejoining`: the connection is lost or new; the seat is kept for the room's grace time.
 * - `ended`: over, for the reason in `code`; this object is used up. `code` is one of `left`, `taken_over`,
 *   `room_closed`, `game_failed`, `room_gone`, `kicked`, `grace_over`, the code of the refusal when a join was
 *   refused, or `session_closed`. After `taken_over` ask the player before joining again.
 */
export type RoomStatus =
  | { readonly phase: 'joining' }
  | { readonly phase: 'joined' }
  | { readonly phase: 'rejoining' }
  | { readonly phase: 'ended'; readonly code: string; readonly message: string };

/** What `joined` told about the room and our place in it. */
export interface RoomInfo {
  readonly roomId: string;
  readonly kind: string;
  /** Our seat, -1 for a watcher. It may be another one after a long absence. */
  readonly seat: number;
  readonly attach: number;
  /** Ticks a second. */
  readonly tickRate: number;
  /** A private room's id is its code. */
  readonly private: boolean;
  /** The tick in which the join was applied. */
  readonly tick: number;
}

/** An event of a room, delivered once and in order, also over reconnects. */
export interface RoomEvent {
  readonly name: string;
  readonly payload: Payload;
  /** The room's number for it; rises, with gaps where events were for others. */
  readonly offset: number;
}

/** One room, from the wish to join until it ends; it lives through lost connections. */
export interface Room {
  readonly status: RoomStatus;
  /** Null until joined. */
  readonly info: RoomInfo | null;
  readonly state: RoomState;
  readonly clock: RoomClock;
  /** The server says that the room stands still; it goes on by itself. */
  readonly isHeldUp: boolean;
  /**
   * Resolves at the first `joined`. Rejects with {@link JoinRefusedError} when the join is refused for good
   * (`busy`, `rate_limited` and `no_room` are tried again first) or the session closes before.
   */
  readonly joined: Promise<RoomInfo>;

  onStatus(listener: (status: RoomStatus) => void): Unsubscribe;
  onEvent(listener: (event: RoomEvent) => void): Unsubscribe;
  /** Events were lost to this client for good: `log_trimmed`, `epoch` or `relay`. Full state follows. */
  onResync(listener: (reason: string) => void): Unsubscribe;

  /**
   * Says what the player does now; the room applies one input per tick. Inputs are fleeting: while there is no
   * connection, or it is jammed, they are dropped. Returns the input's number, as it comes back in
   * `state.appliedInput`, or null when it was dropped. Throws a `TypeError` for a payload out of bounds.
   */
  input(payload: Payload): number | null;

  /**
   * Asks the room for something once; it is applied exactly once, however often the connection is lost.
   * At most 32 are under way, others wait in line. `name` takes 1 to 32 bytes.
   *
   * Resolves with the game's answer. Rejects with {@link CommandRefusedError} when the game refuses,
   * {@link CommandLostError} when the room ends first, a `TypeError` for a payload out of bounds or a watcher.
   */
  command(name: string, payload?: Payload): Promise<Payload>;

  /** Gives up the seat at once. Resolves when the room has ended for us. */
  leave(): Promise<void>;
}
