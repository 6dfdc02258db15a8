import type { Codec, Message } from '../codec.ts';
import type { Cursor } from '../cursor.ts';
import type { Environment } from '../environment.ts';
import type { ConnectionEnd } from '../transport.ts';
import type { Encoded, HttpAnswer, HttpClient } from './httpClient.ts';

/** A room that was joined over HTTP: what names it in every request. */
export interface HttpRoom {
  readonly handle: number;
  readonly roomId: string;
  readonly attach: number;
  /** The most state frames a second; 0 for every tick. */
  readonly rate: number;
}

export interface ReadRoom extends HttpRoom {
  readonly cursor: Cursor;
}

/** What the ways up and down have in common: the connection that they make up together. */
export interface HttpLink {
  readonly client: HttpClient;
  readonly environment: Environment;
  readonly codec: Codec;
  readonly encoding: Encoded;
  /** Joined, and to be read. */
  rooms(): readonly ReadRoom[];
  /** Takes frames in; with `handle` they are of one room that the server does not know the handle of. */
  receive(message: Message | null, codec?: Codec, handle?: number): void;
  /** The node that brings what the rooms say, where it is known. */
  servedBy(node: string): void;
  /** After how many milliseconds to ask again; null when the connection is over now. */
  pauseAfter(refusal: HttpAnswer & { readonly kind: 'refused' }): number | null;
  end(end: Partial<ConnectionEnd>): void;
}

/** Brings what the rooms say. */
export interface Receiver {
  /** Rooms were joined or left. */
  update(): void;
  close(): void;
}
