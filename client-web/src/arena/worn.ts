import type { JoinWish } from '../sdk/index.ts';

const key = 'arena.hue';

/** The colour that a player chose for the ship, for the next flight. What the server keeps has the last word, in the lobby. */
export const worn = {
  /** Null if this browser does not know of a choice of that player. */
  hueOf(playerId: string | undefined): number | null {
    try {
      return readHue(localStorage.getItem(key), playerId);
    } catch {
      return null;
    }
  },

  keep(playerId: string, hue: number): void {
    try {
      localStorage.setItem(key, writeHue(playerId, hue));
    } catch {
      // Without storage the room gives the ship a colour; nothing else is lost.
    }
  },
};

export function writeHue(playerId: string, hue: number): string {
  return `${playerId} ${hue}`;
}

export function readHue(kept: string | null, playerId: string | undefined): number | null {
  const [player, hue] = /^(\S+) (\d{1,3})$/.exec(kept ?? '')?.slice(1) ?? [];
  return player !== undefined && player === playerId && Number(hue) < 360 ? Number(hue) : null;
}

/** The wish to join, with what the room is to know of the player's ship. */
export function wearing(wish: JoinWish, hue: number | null): JoinWish {
  return hue === null || wish.watch === true ? wish : { ...wish, options: { hue } };
}
