import type { Codec, Outgoing } from './codec.ts';
import type { Cursor } from './cursor.ts';
import type { Environment } from './environment.ts';
import type { ErrorFrame, GoawayFrame, PongFrame, ServerFrame, WelcomeFrame } from './serverFrames.ts';

/** WebSocket; Server-Sent Events, long polls or short polls with posts on the way up. */
export type TransportName = 'websocket' | 'sse' | 'poll' | 'short-poll';

/** One way to carry frames to and from the server. */
export interface Transport {
  readonly name: TransportName;
  /** Makes a connection, for one use; it begins with {@link Connection.open}. */
  connect(context: ConnectionContext): Connection;
}

export interface ConnectionContext {
  readonly token: string;
  /** Name and version of the client software. */
  readonly client: string | null;
  readonly codec: Codec;
  readonly environment: Environment;
  readonly listener: ConnectionListener;
}

/** Carries frames both ways, keeps itself alive and notices when it is dead. */
export interface Connection {
  /** Bytes handed over but not on their way yet; inputs are left out while the line is jammed. */
  readonly waiting: number;
  open(): void;
  send(frames: readonly Outgoing[]): void;
  /** Asks for the clocks of all rooms, of which one is new. */
  ping(): void;
  /** Ends the connection; the listener hears nothing more. */
  close(): void;
}

export interface ConnectionListener {
  /** A round trip has proved the connection. Null where nobody says who we are: over HTTP there is no `welcome`. */
  welcome(frame: WelcomeFrame | null): void;
  /** Which node serves the connection now, where `welcome` does not say it: over HTTP the next request may go to another. */
  servedBy(node: string): void;
  /** May throw {@link ProtocolError}, which ends the connection. */
  frame(frame: Exclude<ServerFrame, WelcomeFrame | PongFrame | GoawayFrame>): void;
  pong(frame: PongFrame, sentAt: number): void;
  ended(end: ConnectionEnd): void;
  /** Bytes came in; headers of requests and messages do not count. */
  received(bytes: number): void;
  /** Handles of the rooms whose clocks are asked for; without any, the ping asks for none. */
  pingHandles(): readonly number[];
  /** Where a room stands that is joined over this connection, else null. */
  cursorOf(handle: number): Cursor | null;
}

/** How a connection ended, and what the server had said before. */
export interface ConnectionEnd {
  /** Close code of a WebSocket, or what means the same; 1006 when it just broke, fell silent or broke the protocol. */
  readonly code: number;
  /** The last error that concerned the whole session. */
  readonly error: ErrorFrame | null;
  readonly goaway: Pick<GoawayFrame, 'code' | 'retryAfter'> | null;
  readonly welcomed: boolean;
  /** The server is there, but something on the way lets this transport do its work badly or not at all. */
  readonly unfit: boolean;
}

/** Close code given to ends that the client itself brought about: nothing the server said. */
export const localEnd = 1006;
