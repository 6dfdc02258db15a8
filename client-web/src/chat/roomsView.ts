import { arrange, element, make, write } from '../look/elements.ts';
import { roomNameFrom } from './roomName.ts';

export interface ListedRoom {
  readonly name: string;
  readonly unread: number;
  readonly isOpen: boolean;
}

interface Row {
  readonly item: HTMLLIElement;
  readonly button: HTMLButtonElement;
  readonly badge: HTMLElement;
  readonly words: HTMLElement;
}

/** Whoever has missed so many is not told how many more. */
const mostUnread = 99;

/** The list of rooms, and the way into another. A room stays the same element however fast it fills. */
export class RoomsView {
  readonly #list = element('room-list', HTMLUListElement);
  readonly #form = element('room-form', HTMLFormElement);
  readonly #name = element('room-name', HTMLInputElement);
  readonly #problem = element('room-problem', HTMLElement);
  readonly #open: (name: string) => void;
  readonly #rows = new Map<string, Row>();

  /** `enter` tells why a room cannot be entered; null when it is. */
  constructor(open: (name: string) => void, enter: (name: string) => string | null) {
    this.#open = open;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const name = roomNameFrom(this.#name.value);
      const problem = name === null ? 'A name has letters a to z, digits or dashes.' : enter(name);
      this.#problem.textContent = problem ?? '';
      this.#name.toggleAttribute('aria-invalid', problem !== null);
      if (problem === null) this.#name.value = '';
    });
  }

  show(rooms: readonly ListedRoom[]): void {
    const names = new Set(rooms.map(({ name }) => name));
    for (const name of this.#rows.keys()) if (!names.has(name)) this.#rows.delete(name);
    arrange(
      this.#list,
      rooms.map((room) => this.#itemFor(room)),
    );
  }

  #itemFor({ name, unread, isOpen }: ListedRoom): HTMLLIElement {
    const { item, button, badge, words } = this.#rows.get(name) ?? this.#add(name);
    const isUnread = unread > 0;
    button.classList.toggle('unread', isUnread);
    if (isOpen) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
    badge.hidden = words.hidden = !isUnread;
    if (isUnread) write(badge, unread > mostUnread ? `${mostUnread}+` : String(unread));
    return item;
  }

  #add(name: string): Row {
    const item = make('li', '');
    const button = make('button', 'room');
    button.type = 'button';
    button.dataset.room = name;
    const badge = make('span', 'badge');
    const words = make('span', 'unseen', ' unread');
    button.append(make('span', 'name', name), badge, words);
    button.addEventListener('click', () => this.#open(name));
    item.append(button);
    const row = { item, button, badge, words };
    this.#rows.set(name, row);
    return row;
  }
}
