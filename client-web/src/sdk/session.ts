import type { Encoding } from './codec.ts';
import type { Unsubscribe } from './emitter.ts';
import type { Environment } from './environment.ts';
import type { FailureMemory } from './failureMemory.ts';
import type { JoinWish, Room } from './room.ts';
import type { Transport, TransportName } from './transport.ts';

/**
 * Gives the player's token. `renew` is true when the server refused the last one: get another before answering.
 * It may reject; the session then tries again later, as after a lost connection.
 */
export type TokenProvider = (renew: boolean) => Promise<string>;

export interface SessionOptions {
  readonly token: TokenProvider;
  /** One, or several to fall back on, the best first. */
  readonly transport: Transport | readonly Transport[];
  /** Who the token names, where it is known: over HTTP the server does not say it. */
  readonly player?: () => { readonly playerId: string; readonly name: string } | null;
  /** Default: the tab's storage. */
  readonly failureMemory?: FailureMemory;
  /** Default `msgpack`. */
  readonly encoding?: Encoding;
  /** Name and version of the client software for the server's logs, at most 64 bytes. */
  readonly client?: string;
  /** Default: the browser's clock, timers and randomness. */
  readonly environment?: Environment;
}

/**
 * Where the session stands:
 * - `connecting`: the first connection is being made.
 * - `open`: welcomed by the server.
 * - `reconnecting`: attempt number `attempt` (from 1) is made at `retryAt` on the environment's clock, in
 *   milliseconds, or is being made if that is past. `reason`: `lost`, `too_slow`, `flood`, `shutting_down`,
 *   `server_full`, `no_token`.
 * - `closed`: for good. `code`: `closed` when we closed it, else why the server will not have us: `bad_version`,
 *   `unauthorized`, `token_expired`, `bad_frame`, `too_large`.
 */
export type SessionStatus =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'open' }
  | {
      readonly phase: 'reconnecting';
      readonly attempt: number;
      readonly retryAt: number;
      readonly reason: string;
    }
  | { readonly phase: 'closed'; readonly code: string; readonly message: string };

/** Who the server says we are. */
export interface Identity {
  readonly playerId: string;
  readonly name: string;
  /** Name of the node that has the connection, or answered last where each request may go to another; for people. Empty while unknown. */
  readonly node: string;
}

/** One client's presence at the server. It lives through lost connections and brings its rooms along. */
export interface Session {
  readonly status: SessionStatus;
  /** Null until the first welcome. */
  readonly identity: Identity | null;
  /** What carries the rooms now; null while there is no proven connection. */
  readonly transport: TransportName | null;
  /** Of frames, over all connections; headers do not count. */
  readonly bytesReceived: number;
  onStatus(listener: (status: SessionStatus) => void): Unsubscribe;
  onTransport(listener: (name: TransportName | null) => void): Unsubscribe;
  /**
   * Goes over to a transport and stays with it, or with `auto` lets the session choose again. In mid-game the rooms go on:
   * the old connection carries them until they stand over the new one. Resolves when that is so, with `auto` at once. Rejects with
   * {@link TransportError} when the transport does not work, or another is asked for first; all is then as before.
   */
  use(name: TransportName | 'auto'): Promise<void>;
  /**
   * Joins a room. Returns at once, so that listeners are in place before the first frame; await `joined` for the
   * outcome. At most 8 rooms at a time. Throws an `Error` when the session is closed or already in 8.
   */
  join(wish: JoinWish): Room;
  /** Does not wait for the end of the pause: for a button, or when the network is back or the page is seen again. */
  retryNow(): void;
  /** Ends the session and its rooms here. Seats stay for their grace time; to give one up, leave the room first. */
  close(): void;
}
