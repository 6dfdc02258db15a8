/** The accent of whoever reads this, in degrees; nobody else has a hue near it. */
const ownHue = 187;
const keptForYou = 70;
const steps = 9;

/** A hue for somebody; those that came one after the other are far apart. */
export function hueOf(person: number): number {
  const step = (person * 5) % steps;
  return Math.round(ownHue + keptForYou / 2 + (step * (360 - keptForYou)) / (steps - 1)) % 360;
}

/** A number of a player by which to choose a hue. */
export function personOf(player: string): number {
  let sum = 0;
  for (const character of player) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum;
}

/** A ring with somebody's initial, for the eye alone. */
export function face(name: string, person: number, own: boolean): HTMLElement {
  const made = document.createElement('span');
  made.className = own ? 'face own' : 'face';
  made.setAttribute('aria-hidden', 'true');
  made.style.setProperty('--hue', String(hueOf(person)));
  made.textContent = initialOf(name);
  return made;
}

export function initialOf(name: string): string {
  return (/[\p{L}\p{Nd}]/u.exec(name)?.[0] ?? '?').toUpperCase();
}
