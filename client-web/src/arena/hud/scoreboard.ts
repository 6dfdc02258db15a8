import { element } from '../../look/elements.ts';
import { hueColour, palette } from '../draw/palette.ts';
import type { ShownShip, World } from '../world.ts';
import { Board } from './board.ts';

const shownScores = 8;

/** A line of the board. It is kept, and what has changed is written: scores change several times a second. */
class Line {
  readonly element = document.createElement('li');
  readonly #place = text(this.element, 'place');
  readonly #mark = span('mark', '');
  readonly #name: Text;
  readonly #you: Text;
  readonly #carried: Text;
  readonly #score: Text;
  readonly #shown = { place: 0, own: false, hue: -1, name: '', cargo: 0, score: Number.NaN };

  constructor() {
    this.element.append(this.#mark);
    this.#name = text(this.element, 'name');
    this.#you = text(this.element, 'you');
    this.#carried = text(this.element, 'carried', 'Carried, not yet banked');
    this.#score = text(this.element, 'number');
  }

  show({ own, ship }: ShownShip, place: number): void {
    const { hue, name, score } = ship;
    const cargo = ship.cargo ?? 0;
    const shown = this.#shown;
    if (place !== shown.place) {
      this.element.value = place;
      this.#place.data = `${place}`;
    }
    if (own !== shown.own) {
      this.element.classList.toggle('own', own);
      this.#you.data = own ? '(you)' : '';
    }
    if (own !== shown.own || hue !== shown.hue)
      this.#mark.style.backgroundColor = own ? palette.you : hueColour(hue);
    if (name !== shown.name) this.#name.data = name;
    if (cargo !== shown.cargo) this.#carried.data = cargo > 0 ? `${cargo}` : '';
    if (score !== shown.score) this.#score.data = `${score}`;
    shown.place = place;
    shown.own = own;
    shown.hue = hue;
    shown.name = name;
    shown.cargo = cargo;
    shown.score = score;
  }
}

/** The best, and our own place among all. */
export class Scoreboard {
  readonly #list = element('scores', HTMLOListElement);
  readonly #board = new Board<ShownShip>(shownScores);
  readonly #lines: Line[] = [];

  clear(): void {
    this.#list.replaceChildren();
    this.#lines.length = 0;
    this.#board.clear();
  }

  update({ ships }: World): void {
    const board = this.#board;
    board.rank(ships);
    for (let i = 0; i < board.count; i++) this.#line(i).show(board.at(i), board.place(i));
    while (this.#lines.length > board.count) this.#lines.pop()?.element.remove();
  }

  #line(index: number): Line {
    let line = this.#lines[index];
    if (line === undefined) {
      line = new Line();
      this.#lines.push(line);
      this.#list.append(line.element);
    }
    return line;
  }
}

function text(parent: HTMLElement, className: string, title = ''): Text {
  const around = span(className, '');
  if (title !== '') around.title = title;
  const content = document.createTextNode('');
  around.append(content);
  parent.append(around);
  return content;
}

export function span(className: string, text: string): HTMLSpanElement {
  const made = document.createElement('span');
  made.className = className;
  made.textContent = text;
  return made;
}
