/** What a button in the status panel does. */
export type WayOn =
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

/** The room told another name than the one that was asked for. */
export function renamed(wished: string, name: string): string {
  return `Somebody here is called ${wished}, so you fly as ${name}.`;
}
