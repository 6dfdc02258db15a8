import { hueColour } from '../arena/draw/palette.ts';
import { worn } from '../arena/worn.ts';
import { Stay } from '../chat/stay.ts';
import { byId, element, make, write } from '../look/elements.ts';
import { allTransports, openSession, type Players, type Session } from '../sdk/index.ts';
import { hues } from './hues.ts';
import { type FlightRecord, figuresOf, recordKey, recordRoomOf, sinceOf } from './record.ts';

const numbers = new Intl.NumberFormat();
const dates = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** What the player has flown so far, and the colour of the player's ship. */
export class You {
  readonly #players: Players;
  readonly #choices = new Map<number, HTMLInputElement>();
  readonly #values = new Map<string, HTMLElement>();
  #session: Session | null = null;
  #stay: Stay | null = null;
  /** Choices that the server has not answered: until then it may still tell an older one. */
  #asked = 0;
  #isTakenOver = false;

  constructor(players: Players) {
    this.#players = players;
    this.#offer(element('hues', HTMLFieldSetElement));
    addEventListener('pagehide', () => this.#close());
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) this.open();
    });
    addEventListener('online', () => this.#session?.retryNow());
    document.addEventListener('visibilitychange', () => this.#seen());
  }

  open(): void {
    const player = this.#players.current;
    if (player === null) return;
    write(byId('you-name'), player.name);
    this.#wear(worn.hueOf(player.playerId));
    const session = openSession({
      token: this.#players.token,
      transport: allTransports(),
      player: () => this.#players.current,
      client: 'lobby-web/0.1',
    });
    this.#session = session;
    this.#isTakenOver = false;
    this.#stay = new Stay(() => session.join({ how: 'room', target: recordRoomOf(player.playerId) }), {
      entered: (room) => room.state.onUpdate(() => this.#show(player.playerId)),
      ended: () => {},
      // Another window of this player shows the same; when this one is looked at again, it takes its turn.
      takenOver: () => {
        this.#isTakenOver = true;
      },
      changed: () => {},
    });
  }

  #close(): void {
    void this.#stay?.leave();
    this.#session?.close();
    this.#session = this.#stay = null;
  }

  #seen(): void {
    if (document.hidden) return;
    this.#session?.retryNow();
    if (!this.#isTakenOver) return;
    this.#isTakenOver = false;
    this.#stay?.retry();
  }

  #show(playerId: string): void {
    const record = this.#stay?.room.state.table<FlightRecord>('record').get(recordKey)?.fields;
    if (record === undefined) return;
    write(byId('you-since'), sinceOf(record, dates));
    byId('you-figures').hidden = record.rounds === 0;
    for (const [name, value] of figuresOf(record, numbers)) write(this.#value(name), value);
    if (this.#asked > 0 || record.hue < 0) return;
    worn.keep(playerId, record.hue);
    this.#wear(record.hue);
  }

  #value(name: string): HTMLElement {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const made = make('dd', '');
    const figure = make('div', '');
    figure.append(make('dt', '', name), made);
    byId('you-figures').append(figure);
    this.#values.set(name, made);
    return made;
  }

  #offer(fieldset: HTMLFieldSetElement): void {
    for (const [hue, name] of hues) {
      const choice = make('label', 'hue');
      const input = make('input', '');
      input.type = 'radio';
      input.name = 'hue';
      input.value = String(hue);
      choice.style.color = hueColour(hue);
      choice.title = name;
      choice.append(input, make('span', 'unseen', name));
      this.#choices.set(hue, input);
      fieldset.append(choice);
    }
    fieldset.addEventListener('change', ({ target }) => {
      if (target instanceof HTMLInputElement) void this.#choose(Number(target.value));
    });
  }

  async #choose(hue: number): Promise<void> {
    const player = this.#players.current;
    if (player === null) return;
    this.#wear(hue);
    worn.keep(player.playerId, hue);
    this.#asked++;
    try {
      await this.#stay?.room.command('wear', { hue });
    } catch {
      // The next flight wears it all the same; what the server has is shown when it is heard again.
    } finally {
      this.#asked--;
    }
  }

  /** Null for what is not chosen. */
  #wear(hue: number | null): void {
    byId('you').classList.toggle('undecided', hue === null);
    if (hue === null) return;
    byId('you').style.setProperty('--worn', hueColour(hue));
    const choice = this.#choices.get(hue);
    if (choice !== undefined) choice.checked = true;
  }
}
