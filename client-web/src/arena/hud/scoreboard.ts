import { hueColour, palette } from '../draw/palette.ts';
import { element } from '../elements.ts';
import type { ShownShip, World } from '../world.ts';
import { leaders } from './board.ts';

const shownScores = 8;

/** The best, and our own place among all. */
export class Scoreboard {
  readonly #list = element('scores', HTMLOListElement);
  #drawn = '';

  clear(): void {
    this.#list.replaceChildren();
    this.#drawn = '';
  }

  update(world: World): void {
    const top = leaders(world.ships, shownScores);
    const key = top
      .map(
        ({ place, shown: { key, own, ship } }) =>
          `${place}:${key}:${own}:${ship.name}:${ship.score}:${ship.cargo ?? 0}`,
      )
      .join('|');
    if (key === this.#drawn) return;
    this.#drawn = key;
    this.#list.replaceChildren(...top.map(({ place, shown }) => row(shown, place)));
  }
}

function row({ own, ship }: ShownShip, place: number): HTMLLIElement {
  const line = document.createElement('li');
  line.value = place;
  line.classList.toggle('own', own);
  const mark = span('mark', '');
  mark.style.backgroundColor = own ? palette.you : hueColour(ship.hue);
  const cargo = ship.cargo ?? 0;
  const carried = span('carried', cargo > 0 ? `${cargo}` : '');
  carried.title = 'Carried, not yet banked';
  line.append(
    span('place', `${place}`),
    mark,
    span('name', ship.name),
    span('you', own ? '(you)' : ''),
    carried,
    span('number', `${ship.score}`),
  );
  return line;
}

export function span(className: string, text: string): HTMLSpanElement {
  const made = document.createElement('span');
  made.className = className;
  made.textContent = text;
  return made;
}
