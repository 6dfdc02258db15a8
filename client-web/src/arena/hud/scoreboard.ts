import { element } from '../../look/elements.ts';
import { hueColour, palette } from '../draw/palette.ts';
import type { ShownShip, World } from '../world.ts';
import { leaders } from './board.ts';

const shownScores = 8;

/** What was known of a ship when the board was drawn. */
class Known {
  #key = 0;
  #own = false;
  #name = '';
  #score = 0;
  #cargo = 0;
  #kills = 0;
  #deaths = 0;

  /** Whether anything that the board tells, or ranks by, is not as it was. */
  learns({ key, own, ship }: ShownShip): boolean {
    const cargo = ship.cargo ?? 0;
    const isSame =
      this.#key === key &&
      this.#own === own &&
      this.#name === ship.name &&
      this.#score === ship.score &&
      this.#cargo === cargo &&
      this.#kills === ship.kills &&
      this.#deaths === ship.deaths;
    this.#key = key;
    this.#own = own;
    this.#name = ship.name;
    this.#score = ship.score;
    this.#cargo = cargo;
    this.#kills = ship.kills;
    this.#deaths = ship.deaths;
    return !isSame;
  }
}

/** The best, and our own place among all. */
export class Scoreboard {
  readonly #list = element('scores', HTMLOListElement);
  readonly #known: Known[] = [];

  clear(): void {
    this.#list.replaceChildren();
    this.#known.length = 0;
  }

  update({ ships }: World): void {
    if (!this.#learns(ships)) return;
    const top = leaders(ships, shownScores);
    this.#list.replaceChildren(...top.map(({ place, shown }) => row(shown, place)));
  }

  #learns(ships: readonly ShownShip[]): boolean {
    let isNew = this.#known.length > ships.length;
    if (isNew) this.#known.length = ships.length;
    for (let i = 0; i < ships.length; i++) {
      this.#known[i] ??= new Known();
      if (this.#known[i]?.learns(ships[i] as ShownShip)) isNew = true;
    }
    return isNew;
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
