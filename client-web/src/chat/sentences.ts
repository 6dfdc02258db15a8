import { CommandLostError, CommandRefusedError } from '../sdk/index.ts';

/** Why something was not said. */
export function sayProblem(error: unknown): string {
  if (error instanceof CommandRefusedError) {
    // The room's own sentence says when to go on.
    if (error.code === 'slow_down') return error.message;
    return 'The room does not take this as it is. Take out unusual characters.';
  }
  if (error instanceof CommandLostError) return 'It is not known whether this arrived.';
  return 'This could not be sent.';
}

/** Why earlier messages are not shown. */
export function askProblem(error: unknown): string {
  return error instanceof CommandRefusedError && error.code === 'slow_down'
    ? error.message
    : 'They could not be asked for. Try it again.';
}

export const interrupted = 'The page was closed before the room had answered.';

const roomProblems: Readonly<Record<string, string>> = {
  room_full: 'This room is full right now.',
  kicked: 'You were put out of this room.',
  join_refused: 'This room does not let you in.',
  room_gone: 'There is no such room.',
};

/** Why a room is closed to us. */
export function roomProblem(code: string): string {
  return roomProblems[code] ?? 'This room cannot be joined right now.';
}

const sessionProblems: Readonly<Record<string, string>> = {
  unauthorized: 'The server does not know you any more.',
  token_expired: 'Your guest pass has run out.',
};

export function sessionProblem(code: string): string {
  return sessionProblems[code] ?? 'This page and the server do not fit together any more.';
}

export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
