/** What the arena's rules (the game kind `arena`) tell their players. */
export const kind = 'arena';

/** The world is a square with walls, in units, unless the table `round` names another size ({@link worldOf}). */
export const worldSize = 4096;

/** Headings count 1024 steps a turn; 0 points right and they grow clockwise on the screen. */
export const turn = 1024;

/** A row of the table `ships`; its key is what events call a ship. */
export interface Ship {
  /** The player's seat, -1 for a bot. */
  readonly seat: number;
  readonly name: string;
  /** Degrees. */
  readonly hue: number;
  readonly x: number;
  readonly y: number;
  /** Units a tick. */
  readonly vx: number;
  readonly vy: number;
  readonly angle: number;
  readonly thrust: number;
  /** 0 to 100. */
  readonly hp: number;
  readonly score: number;
  readonly kills: number;
  readonly deaths: number;
  readonly alive: number;
  /** The tick at which it comes back; 0 while it is alive. */
  readonly respawn: number;
  /** The columns from here on are younger than the game: a room of an older server does not have them. */
  /** What it carries and would drop. */
  readonly cargo?: number;
  /** Until this tick shots pass through it. */
  readonly safe?: number;
  /** Until this tick its guns are overcharged. */
  readonly charge?: number;
}

/** The row of the table `round`. */
export interface Round {
  readonly number: number;
  /** 0 while it is played, 1 while the podium is shown. */
  readonly phase: number;
  /** The first tick that is not of this phase any more. */
  readonly ends: number;
  /** Width and height of the world, in units. */
  readonly world: number;
  /** Keys of the ships on the podium, which may have left since; 0 for none. */
  readonly first: number;
  readonly second: number;
  readonly third: number;
  /** How many people the room seats; a room of an older server does not tell. */
  readonly seats?: number;
}

/** Width and height of the world, in units. */
export function worldOf(round: Readonly<Round> | undefined): number {
  return round?.world || worldSize;
}

/** Whether a tick belongs to a podium, on which nobody steers or fires. A room without rounds has none. */
export function isPodiumAt(round: Readonly<Round> | undefined, tick: number): boolean {
  return round !== undefined && (round.phase === 1) === tick < round.ends;
}

/** A row of the table `crystals`. */
export interface Crystal {
  readonly x: number;
  readonly y: number;
  readonly kind: number;
  /** What it scores. */
  readonly worth: number;
}

/** The most that a ship can carry. */
export const hold = 30;

export const CrystalKind = { crystal: 0, repair: 1, overcharge: 2 } as const;

/** The row of the table `gate`: cargo becomes score within its radius. */
export interface Gate {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** A row of the table `shots`: it flies straight from where it was at the tick `born`. */
export interface Shot {
  /** Key of the ship that fired it. */
  readonly owner: number;
  readonly x: number;
  readonly y: number;
  readonly vx: number;
  readonly vy: number;
  readonly born: number;
  readonly ttl: number;
}

/** Bits of the first number of an input. */
export const Button = { thrust: 1, brake: 2, left: 4, right: 8, fire: 16 } as const;

/** Whether the room takes, as a third number of an input, the tick at which the player saw the others. */
export const tellsSeen = true;

/** Ticks from a shot to the next of the same ship. `charge`: the tick until which its guns are overcharged. */
export function cooldown(tick: number, charge: number): number {
  return tick < charge ? 4 : 8;
}

/** A shot is born in the tick that its shooter saw, but no more ticks than this before it was fired. */
export const rewindTicks = 6;

/** An input stays in force for so many ticks when no other follows. */
export const inputTicks = 15;

/** The second number of an input when the ship is steered by the turn buttons alone. */
export const noAim = -1;

export function headingTo(dx: number, dy: number): number {
  return Math.round((Math.atan2(dy, dx) / (2 * Math.PI)) * turn) & (turn - 1);
}

export function radians(heading: number): number {
  return (heading / turn) * 2 * Math.PI;
}
