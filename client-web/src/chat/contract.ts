import type { Payload, RoomEvent } from '../sdk/index.ts';

/** What a chat's rules (the game kind `chat`) tell its members. */
export const kind = 'chat';

/** A row of the table `people`; its key is what messages call their author. */
export interface Person {
  readonly name: string;
  readonly player: string;
  /** -1 for who has left and is still read. */
  readonly seat: number;
  readonly away: number;
}

/** A row of the table `messages`. Keys rise with time. */
export interface Message {
  readonly from: number;
  /** Milliseconds since 1970, by the server’s clock. */
  readonly at: number;
  readonly text: string;
}

/** UTF-16 code units of a message. */
export const messageLength = 500;

/** The event `said`. */
export interface Said {
  readonly message: number;
  readonly from: number;
  readonly name: string;
  readonly at: number;
  readonly text: string;
}

/** Null for what this page does not know, as a newer server may tell. */
export function saidIn({ name, payload }: RoomEvent): Said | null {
  if (name !== 'said' || typeof payload !== 'object' || payload === null || Array.isArray(payload))
    return null;
  const said = payload as Readonly<Record<string, Payload>>;
  const { message, from, at, text } = said;
  return typeof message === 'number' &&
    typeof from === 'number' &&
    typeof at === 'number' &&
    typeof text === 'string' &&
    typeof said.name === 'string'
    ? { message, from, at, text, name: said.name }
    : null;
}
