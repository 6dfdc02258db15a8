/** One accent for you, one for danger; the others have the hue that the room gave them. */
export const palette = {
  night: '#05070f',
  you: '#6ff2ff',
  danger: '#ff7a6b',
  text: '#dbe7ff',
  muted: '#93a7cc',
  grid: 'rgb(92 132 220 / 0.10)',
  gridStrong: 'rgb(92 132 220 / 0.22)',
  wall: '#5c84dc',
} as const;

const hues = new Map<number, string>();

/** Light enough on the night for text too; kept, as it is asked for in every frame. */
export function hueColour(hue: number): string {
  let colour = hues.get(hue);
  if (colour === undefined) {
    colour = `hsl(${hue} 90% 70%)`;
    hues.set(hue, colour);
  }
  return colour;
}
