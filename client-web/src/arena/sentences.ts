import { reconnecting } from '../look/sentences.ts';
import type { SessionStatus } from '../sdk/index.ts';

/** What a button in the status panel does. */
export type WayOn =
  | 'tryNow'
  | 'leave'
  | 'playHere'
  | 'secondGuest'
  | 'findRoom'
  | 'joinAgain'
  | 'watch'
  | 'otherCode'
  | 'startAgain'
  | 'reload';

export interface Ending {
  readonly sentence: string;
  readonly ways: readonly WayOn[];
}

export const wayOnLabels: Readonly<Record<WayOn, string>> = {
  tryNow: 'Try now',
  leave: 'Back',
  playHere: 'Play here',
  secondGuest: 'Play as a second guest',
  findRoom: 'Find another room',
  joinAgain: 'Join again',
  watch: 'Watch it',
  otherCode: 'Enter another code',
  startAgain: 'Start again',
  reload: 'Reload',
};

const roomEndings: Readonly<Record<string, Ending>> = {
  taken_over: { sentence: 'You are playing in another tab or window.', ways: ['playHere', 'secondGuest'] },
  room_closed: { sentence: 'This room has ended.', ways: ['findRoom'] },
  game_failed: { sentence: 'Something in this room broke. Every other room goes on.', ways: ['findRoom'] },
  room_gone: { sentence: 'That room is not there any more.', ways: ['findRoom', 'otherCode'] },
  bad_code: {
    sentence: 'That is not a room code. Check it, or play elsewhere.',
    ways: ['otherCode', 'findRoom'],
  },
  room_full: {
    sentence: 'That room is full. You can watch until a seat is free.',
    ways: ['watch', 'findRoom', 'joinAgain'],
  },
  watch_refused: { sentence: 'That room cannot be watched.', ways: ['findRoom'] },
  kicked: { sentence: 'You were put out of this room.', ways: ['findRoom'] },
  grace_over: {
    sentence: 'You were away too long, so your seat was given up.',
    ways: ['joinAgain', 'findRoom'],
  },
  no_room: { sentence: 'There is no free seat anywhere right now.', ways: ['joinAgain'] },
  busy: { sentence: 'The server has its hands full right now.', ways: ['joinAgain'] },
  join_refused: { sentence: 'This room does not let you in.', ways: ['findRoom'] },
};

const outdated: Ending = {
  sentence: 'This page and the server do not fit together any more.',
  ways: ['reload'],
};

const sessionEndings: Readonly<Record<string, Ending>> = {
  unauthorized: { sentence: 'The server does not know you any more.', ways: ['startAgain'] },
  token_expired: { sentence: 'Your guest pass has run out.', ways: ['startAgain'] },
};

export function roomEnding(code: string): Ending {
  return roomEndings[code] ?? { sentence: 'The room could not be joined.', ways: ['joinAgain', 'findRoom'] };
}

export function sessionEnding(code: string): Ending {
  return sessionEndings[code] ?? outdated;
}

/** How things stand between the player and a room, while they go on by themselves. */
export interface Standing {
  readonly session: SessionStatus | null;
  readonly everOpen: boolean;
  /** Neither at the form nor at an ending. */
  readonly isOnTheWay: boolean;
  /** The player has been in the room. */
  readonly isInside: boolean;
  /** The seat is being taken again. */
  readonly isRejoining: boolean;
  readonly isHeldUp: boolean;
}

/** The line for it; no sentence when there is nothing to tell. `now` is on the session's clock. */
export function standing(how: Standing, now: number): Ending {
  const { session, isOnTheWay, isInside } = how;
  if (!isOnTheWay) return nothing;
  // Inside of a room the switches have the way out.
  const out: readonly WayOn[] = isInside ? [] : ['leave'];
  if (session?.phase === 'reconnecting')
    return { sentence: reconnecting(session, now, how.everOpen), ways: ['tryNow', ...out] };
  if (!isInside) return { sentence: 'Joining …', ways: out };
  if (how.isRejoining) return { sentence: 'Connected. Taking your seat again …', ways: [] };
  if (how.isHeldUp) return { sentence: 'The room is held up. It goes on by itself.', ways: [] };
  return nothing;
}

const nothing: Ending = { sentence: '', ways: [] };

/** Where the address leads, said over the way in. */
export function invitation(room: string, hasLeft: boolean): string {
  return hasLeft ? `You left room ${room}.` : `This link leads to room ${room}.`;
}

/** The room told another name than the one that was asked for. */
export function renamed(wished: string, name: string): string {
  return `Somebody here is called ${wished}, so you fly as ${name}.`;
}
