/** What a ship may wear, as the arena's picture shows it: the accent of one's own ship is left out there. */
export const hues: readonly (readonly [hue: number, name: string])[] = [
  [0, 'Sky'],
  [30, 'Blue'],
  [60, 'Violet'],
  [90, 'Purple'],
  [120, 'Pink'],
  [150, 'Rose'],
  [180, 'Coral'],
  [210, 'Orange'],
  [240, 'Yellow'],
  [270, 'Lime'],
  [300, 'Green'],
  [330, 'Mint'],
];
