/** One accent for you, one for danger; the others have the hue that the room gave them. */
export const palette = {
  night: '#05070f',
  you: '#6ff2ff',
  danger: '#ff7a6b',
  text: '#dbe7ff',
  muted: '#93a7cc',
  grid: 'rgb(92 132 220 / 0.17)',
  gridStrong: 'rgb(92 132 220 / 0.34)',
  wall: '#5c84dc',
  /** What scores: crystals, cargo, and the gate that they are brought to. */
  treasure: '#ffd166',
  repair: '#7dffb2',
  overcharge: '#c9a2ff',
  shield: '#a8d8ff',
} as const;

const hues = new Map<number, string>();

/** Hues around the accent are kept for you: the others' are squeezed into the rest of the circle. */
const ownHue = 186;
const keptForYou = 44;

/** Light enough on the night for text too; kept, as it is asked for in every frame. */
export function hueColour(hue: number): string {
  let colour = hues.get(hue);
  if (colour === undefined) {
    const apart = (ownHue + keptForYou / 2 + (hue * (360 - keptForYou)) / 360) % 360;
    colour = `hsl(${apart.toFixed(0)} 90% 77%)`;
    hues.set(hue, colour);
  }
  return colour;
}
