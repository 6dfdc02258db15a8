import { hueColour, palette } from './draw/palette.ts';
import { element } from './elements.ts';
import type { ShownShip, World } from './world.ts';

const shownScores = 8;
const feedLength = 4;
const scoresEveryMs = 150;
const feedMs = 5000;

/** Scores, hull and what happened, as page elements that assistive technology can read. */
export class Hud {
  readonly #hud = element('hud', HTMLElement);
  readonly #scores = element('scores', HTMLOListElement);
  readonly #feed = element('feed', HTMLUListElement);
  readonly #hull = element('hull', HTMLMeterElement);
  readonly #hullNumber = element('hull-number', HTMLOutputElement);
  #drawnScores = '';
  #drawnHull = -1;
  #scoredAt = 0;

  show(visible: boolean): void {
    this.#hud.hidden = !visible;
  }

  clear(): void {
    this.#feed.replaceChildren();
    this.#scores.replaceChildren();
    this.#drawnScores = '';
  }

  /** Called in every frame; the scores are looked at less often, as nobody reads faster. */
  update(world: World, now: number): void {
    this.#updateHull(world.own?.ship.hp ?? 0);
    if (now - this.#scoredAt < scoresEveryMs) return;
    this.#scoredAt = now;
    const ships = [...world.ships()].sort(
      (a, b) => b.ship.score - a.ship.score || a.ship.deaths - b.ship.deaths || a.key - b.key,
    );
    this.#updateScores(ships);
  }

  #updateHull(hull: number): void {
    if (hull === this.#drawnHull) return;
    this.#drawnHull = hull;
    this.#hull.value = hull;
    this.#hullNumber.value = `${hull}`;
  }

  tell(text: string): void {
    const line = document.createElement('li');
    line.textContent = text;
    this.#feed.append(line);
    while (this.#feed.childElementCount > feedLength) this.#feed.firstElementChild?.remove();
    setTimeout(() => line.remove(), feedMs);
  }

  #updateScores(ships: readonly ShownShip[]): void {
    const own = ships.findIndex((shown) => shown.own);
    const top = ships.slice(0, shownScores);
    const ownShip = ships[own];
    if (own >= shownScores && ownShip !== undefined) top[shownScores - 1] = ownShip;
    const key = top.map(({ key, own, ship }) => `${key}:${own}:${ship.name}:${ship.score}`).join('|');
    if (key === this.#drawnScores) return;
    this.#drawnScores = key;
    this.#scores.replaceChildren(...top.map((shown) => scoreLine(shown, ships.indexOf(shown) + 1)));
  }
}

function scoreLine({ own, ship }: ShownShip, place: number): HTMLLIElement {
  const line = document.createElement('li');
  line.value = place;
  line.classList.toggle('own', own);
  const mark = document.createElement('span');
  mark.className = 'mark';
  mark.style.backgroundColor = own ? palette.you : hueColour(ship.hue);
  const name = document.createElement('span');
  name.className = 'name';
  name.textContent = own ? `${ship.name} (you)` : ship.name;
  const score = document.createElement('span');
  score.className = 'number';
  score.textContent = `${ship.score}`;
  line.append(mark, name, score);
  return line;
}
