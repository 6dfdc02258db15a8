/** How much is spent on the picture. */
export interface Quality {
  /** For tests, where two browsers and a server share two cores: coarse, no particles, few frames. */
  readonly isLight: boolean;
  /** For looking at: everything is drawn, however long it takes. */
  readonly isFull: boolean;
}

const memory = 'arena.draw';

const lessMotion = matchMedia('(prefers-reduced-motion: reduce)');
let calm = lessMotion.matches;
lessMotion.addEventListener('change', ({ matches }) => {
  calm = matches;
});

/** The player asks the system for less motion, and may do so at any time. */
export function isCalm(): boolean {
  return calm;
}

/** Tells of every change, after {@link isCalm} has it. */
export function onCalm(changed: () => void): void {
  lessMotion.addEventListener('change', changed);
}

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
