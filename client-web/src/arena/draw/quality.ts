/** How much is spent on the picture. */
export interface Quality {
  /** For tests, where two browsers and a server share two cores: coarse, no particles, few frames. */
  readonly isLight: boolean;
  /** For looking at: everything is drawn, however long it takes. */
  readonly isFull: boolean;
}

const memory = 'arena.draw';

/** The player asked the system for less motion. */
export const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;

/** `?draw=light` or `?draw=full` in the address, which holds for the tab: the address is rewritten when a room is entered. */
export function qualityOf(query: string): Quality {
  const asked = new URLSearchParams(query).get('draw');
  try {
    if (asked !== null) sessionStorage.setItem(memory, asked);
    return read(sessionStorage.getItem(memory));
  } catch {
    return read(asked);
  }
}

function read(asked: string | null): Quality {
  return { isLight: asked === 'light', isFull: asked === 'full' };
}
