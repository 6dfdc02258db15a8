import type { LobbySnapshot } from '../../lobby/snapshot.ts';

/** Without an answer by then, the conversation opens without a name. */
const patienceMs = 2000;

/**
 * What a player who is online is called; empty for others. The address says only who it is: a name in a link could be anybody's.
 */
export async function nameOf(player: string, get: typeof fetch = fetch): Promise<string> {
  try {
    const answer = await get('/api/lobby', { signal: AbortSignal.timeout(patienceMs) });
    const { players } = (await answer.json()) as LobbySnapshot;
    return players?.find(({ id }) => id === player)?.name ?? '';
  } catch {
    return '';
  }
}
