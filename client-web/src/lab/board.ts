import { make, write } from '../look/elements.ts';
import { labelOf, lanes } from './lanes.ts';
import { measures, type Seen } from './measures.ts';

interface Cell {
  readonly figure: HTMLElement;
  readonly beside: HTMLElement;
}

/** The table: a column for each lane, a row for each measure. */
export class Board {
  readonly #states: readonly HTMLElement[];
  readonly #cells: readonly (readonly Cell[])[];

  constructor(heads: HTMLElement, rows: HTMLElement) {
    this.#states = lanes.map(({ label, transport, colour }) => {
      const head = make('th', '');
      head.scope = 'col';
      head.dataset.testid = `head-${transport}`;
      head.style.setProperty('--lane', colour);
      const state = make('span', 'state');
      head.append(make('span', 'lane', label), state);
      heads.append(head);
      return state;
    });
    this.#cells = measures.map(({ id, name, sentence, said }) => {
      const row = make('tr', '');
      const head = make('th', '');
      head.scope = 'row';
      head.append(make('span', 'name', name), make('span', 'sentence', sentence));
      row.append(head);
      rows.append(row);
      return lanes.map(({ label, transport, colour }, i) => {
        const cell = make('td', '');
        cell.style.setProperty('--lane', colour);
        const figure = make('span', 'figure');
        figure.dataset.testid = `${id}-${transport}`;
        const beside = make('span', 'beside');
        beside.dataset.testid = `${id}-${transport}-beside`;
        cell.append(make('span', 'of', label), figure, beside);
        if (said !== null) cell.append(make('span', 'said', `“${said[i]}”`));
        row.append(cell);
        return { figure, beside };
      });
    });
  }

  show(seen: readonly Seen[]): void {
    seen.forEach((each, lane) => {
      const { guest } = each;
      const { transport } = guest;
      const state = this.#states[lane];
      if (state !== undefined) {
        const isAway = transport !== guest.lane.transport;
        write(
          state,
          transport === null
            ? 'connecting'
            : isAway
              ? `over ${labelOf(transport).toLowerCase()}`
              : 'connected',
        );
        state.dataset.state = transport === null ? 'cut' : isAway ? 'moving' : 'fine';
      }
      measures.forEach((measure, row) => {
        const cell = this.#cells[row]?.[lane];
        if (cell === undefined) return;
        const [figure, beside] = measure.read(each);
        write(cell.figure, figure);
        write(cell.beside, beside);
      });
    });
  }
}
