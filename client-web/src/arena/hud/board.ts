/** What the leaderboard needs to know of a ship. */
export interface Ranked {
  readonly key: number;
  readonly own: boolean;
  readonly ship: { readonly score: number; readonly kills: number; readonly deaths: number };
}

/** As the room ranks them for the podium: score, then kills, then fewer deaths, then who was there first. */
export function byRank(a: Ranked, b: Ranked): number {
  return (
    b.ship.score - a.ship.score ||
    b.ship.kills - a.ship.kills ||
    a.ship.deaths - b.ship.deaths ||
    a.key - b.key
  );
}

/** The first `most`, each with its place from 1; our own is among them, last if it has to be. */
export function leaders<T extends Ranked>(
  ships: Iterable<T>,
  most: number,
): { readonly place: number; readonly shown: T }[] {
  const ranked = [...ships].sort(byRank).map((shown, index) => ({ place: index + 1, shown }));
  const top = ranked.slice(0, most);
  const own = ranked.find(({ shown }) => shown.own);
  if (own !== undefined && own.place > most) top[most - 1] = own;
  return top;
}
