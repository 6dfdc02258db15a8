/** The row of the table `record` of the game `pilot`. */
export interface FlightRecord {
  readonly rounds: number;
  readonly wins: number;
  readonly points: number;
  readonly kills: number;
  readonly deaths: number;
  readonly best: number;
  /** When the first round was counted, in milliseconds since 1970; 0 for never. */
  readonly since: number;
  /** -1 for none chosen. */
  readonly hue: number;
}

export const recordKey = 1;

export function recordRoomOf(playerId: string): string {
  return `pilot.${playerId}`;
}

/** What is shown of it, by name. */
export function figuresOf(
  { rounds, wins, points, kills, best }: Readonly<FlightRecord>,
  numbers: Intl.NumberFormat,
): readonly (readonly [name: string, value: string])[] {
  const figures = {
    Rounds: rounds,
    Wins: wins,
    Points: points,
    Kills: kills,
    'Best round': best,
  };
  return Object.entries(figures).map(([name, value]) => [name, numbers.format(value)]);
}

export function sinceOf({ rounds, since }: Readonly<FlightRecord>, dates: Intl.DateTimeFormat): string {
  return rounds === 0
    ? 'No round yet. The first that you fly to its end counts.'
    : `Flying since ${dates.format(since)}`;
}
