import type { SessionStatus } from '../sdk/index.ts';

const reasons: Readonly<Record<string, string>> = {
  server_full: 'The server is full.',
  shutting_down: 'The server is restarting.',
  too_slow: 'The connection is too slow.',
  no_token: 'The server cannot be reached.',
};

/** What is told while the session tries to come back. `now` is on the clock of `retryAt`. */
export function reconnecting(
  status: Extract<SessionStatus, { phase: 'reconnecting' }>,
  now: number,
  everOpen: boolean,
): string {
  const reason = reasons[status.reason] ?? (everOpen ? 'Connection lost.' : 'The server cannot be reached.');
  const seconds = Math.ceil((status.retryAt - now) / 1000);
  return seconds > 0 ? `${reason} Trying again in ${seconds} s.` : `${reason} Reconnecting …`;
}

const playerProblems: Readonly<Record<string, string>> = {
  bad_name: 'That name cannot be used here. Try another.',
  origin_denied: 'The server does not accept players from this address.',
  rate_limited: 'Too many tries from here. Try again in a minute.',
  name_claimed: 'That name is somebody’s. Take another.',
  wrong_passphrase: 'That is not the passphrase of this name.',
  bad_passphrase: 'A passphrase has 8 to 128 characters.',
  too_many_names: 'You keep three names already. More is not possible.',
};

export function playerProblem(code: string): string {
  return playerProblems[code] ?? 'The server cannot be reached. Try again in a moment.';
}
