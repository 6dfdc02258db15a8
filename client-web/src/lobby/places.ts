import { byId, element } from '../look/elements.ts';
import { PublicRoom, type Row } from '../sdk/index.ts';

export interface Place {
  readonly player: string;
  readonly name: string;
  readonly score: number;
  readonly wins: number;
}

const room = 'board.arena';
const shown = 10;

/** A line of the table. */
export interface PlaceLine {
  readonly isYou: boolean;
  readonly cells: readonly string[];
}

/** The best, by rank. */
export function linesOf(
  rows: Iterable<Row<Place>>,
  self: string | null,
  numbers = new Intl.NumberFormat(),
): PlaceLine[] {
  return [...rows]
    .sort((one, other) => one.key - other.key)
    .slice(0, shown)
    .map(({ key, fields: { player, name, wins, score } }) => ({
      isYou: player === self,
      cells: [String(key), name, numbers.format(wins), numbers.format(score)],
    }));
}

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
    const places = linesOf(this.#room.state.table<Place>(this.#period).rows(), this.self());
    this.#table.hidden = places.length === 0;
    byId('no-places').hidden = places.length > 0;
    this.#table.tBodies[0]?.replaceChildren(...places.map(lineView));
  }
}

function lineView({ isYou, cells }: PlaceLine): HTMLTableRowElement {
  const line = document.createElement('tr');
  if (isYou) line.className = 'you';
  for (const text of cells) line.insertCell().textContent = text;
  return line;
}
