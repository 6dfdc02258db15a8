import { byId, element } from '../look/elements.ts';
import { PublicRoom, type Row } from '../sdk/index.ts';

interface Place {
  readonly player: string;
  readonly name: string;
  readonly score: number;
  readonly wins: number;
}

const room = 'board.arena';
const shown = 10;
const numbers = new Intl.NumberFormat();

/** The best of the arena, today, this week and ever, as they change. */
export class Places {
  readonly #room = new PublicRoom(room, { rate: 1 });
  readonly #table = element('places', HTMLTableElement);
  readonly #buttons = [...document.querySelectorAll<HTMLButtonElement>('.periods button')];
  #period = 'today';

  constructor(private readonly self: () => string | null) {
    for (const button of this.#buttons) {
      button.addEventListener('click', () => {
        this.#period = button.dataset.period ?? this.#period;
        for (const each of this.#buttons) each.setAttribute('aria-pressed', String(each === button));
        this.#show();
      });
    }
    this.#room.state.onUpdate(() => this.#show());
  }

  open(): void {
    this.#room.open();
  }

  close(): void {
    this.#room.close();
  }

  #show(): void {
    const places = [...this.#room.state.table<Place>(this.#period).rows()]
      .sort((one, other) => one.key - other.key)
      .slice(0, shown);
    this.#table.hidden = places.length === 0;
    byId('no-places').hidden = places.length > 0;
    this.#table.tBodies[0]?.replaceChildren(...places.map((place) => this.#line(place)));
  }

  #line({ key, fields }: Row<Place>): HTMLTableRowElement {
    const line = document.createElement('tr');
    if (fields.player === this.self()) line.className = 'you';
    const cells = [String(key), fields.name, numbers.format(fields.wins), numbers.format(fields.score)];
    for (const text of cells) line.insertCell().textContent = text;
    return line;
  }
}
