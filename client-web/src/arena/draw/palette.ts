import type { ShownShip } from '../world.ts';

/** One accent for you, one for danger; the others have the hue that the room gave them. */
export const palette = {
  night: '#05070f',
  you: '#6ff2ff',
  danger: '#ff7a6b',
  text: '#dbe7ff',
  muted: '#93a7cc',
  wall: '#5c84dc',
  /** What scores: crystals, cargo, and the gate that they are brought to. */
  treasure: '#ffd166',
  repair: '#7dffb2',
  overcharge: '#c9a2ff',
  shield: '#a8d8ff',
  /** What burns: engines, guns, hits. */
  heat: '#fff3d6',
} as const;

/** The same as numbers 0xRRGGBB, for what is drawn in light. */
export const tint = Object.fromEntries(
  Object.entries(palette).map(([name, colour]) => [name, Number.parseInt(colour.slice(1), 16)]),
) as Readonly<Record<keyof typeof palette, number>>;

/** How bright the lines of the grid are over the night; they have the walls' colour. */
export const grid = { faint: 0.1, strong: 0.26 } as const;

/** Hues around the accent are kept for you: the others' are squeezed into the rest of the circle. */
const ownHue = 186;
const keptForYou = 44;
const saturation = 0.9;
const lightness = 0.77;

interface Hue {
  readonly colour: string;
  readonly tint: number;
}

/** Kept, as they are asked for in every frame. */
const hues = new Map<number, Hue>();

/** Light enough on the night for text too. */
export function hueColour(hue: number): string {
  return known(hue).colour;
}

export function shipColour({ own, ship }: ShownShip): string {
  return own ? palette.you : hueColour(ship.hue);
}

export function shipTint({ own, ship }: ShownShip): number {
  return own ? tint.you : known(ship.hue).tint;
}

function known(hue: number): Hue {
  let made = hues.get(hue);
  if (made === undefined) {
    const number = tintOf((ownHue + keptForYou / 2 + (hue * (360 - keptForYou)) / 360) % 360);
    made = { tint: number, colour: `#${number.toString(16).padStart(6, '0')}` };
    hues.set(hue, made);
  }
  return made;
}

function tintOf(hue: number): number {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return (channel(0) << 16) | (channel(8) << 8) | channel(4);
}
