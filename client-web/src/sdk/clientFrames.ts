import type { Cursor } from './cursor.ts';
import type { Payload } from './payload.ts';

/** Version of the protocol that this SDK speaks (docs/protocol.md). */
export const protocolVersion = 1;

/** How a join finds its room; the second value says what `target` holds. */
export type JoinHow = 'quick' | 'room' | 'code' | 'create';

/** A frame as it travels: its type, then its fields in the protocol's order. */
export type ClientFrame = readonly [type: number, ...fields: Payload[]];

/** Names of the client's frame types in the text encoding. */
export const clientFrameNames: ReadonlyMap<number, string> = new Map([
  [1, 'hello'],
  [2, 'join'],
  [3, 'leave'],
  [4, 'input'],
  [5, 'command'],
  [6, 'ack'],
  [7, 'ping'],
]);

export interface JoinFields {
  readonly handle: number;
  readonly joinId: string;
  readonly how: JoinHow;
  readonly target: string;
  readonly watch: boolean;
  readonly rate: number;
  readonly cursor: Cursor | null;
  readonly options: Payload;
  /** Which of the joins of a client's stay it is; both numbers begin at 1. */
  readonly attempt: readonly [stay: number, n: number];
}

export function hello(token: string, client: string | null): ClientFrame {
  return [1, protocolVersion, token, client];
}

export function join(fields: JoinFields): ClientFrame {
  const { handle, joinId, how, target, watch, rate, cursor, options, attempt } = fields;
  return [2, handle, joinId, how, target, watch, rate, cursor, options, attempt];
}

export function leave(handle: number): ClientFrame {
  return [3, handle];
}

export function input(handle: number, n: number, payload: Payload): ClientFrame {
  return [4, handle, n, payload];
}

export function command(
  handle: number,
  stream: number,
  n: number,
  name: string,
  payload: Payload,
): ClientFrame {
  return [5, handle, stream, n, name, payload];
}

export function ack(handle: number, stream: number, n: number): ClientFrame {
  return [6, handle, stream, n];
}

export function ping(handle: number | null, nonce: number): ClientFrame {
  return [7, handle, nonce];
}
