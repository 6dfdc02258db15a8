import { element } from '../look/elements.ts';
import { roomNameFrom } from './roomName.ts';

export interface ListedRoom {
  readonly name: string;
  readonly unread: number;
  readonly isOpen: boolean;
}

/** The list of rooms, and the way into another. */
export class RoomsView {
  readonly #list = element('room-list', HTMLUListElement);
  readonly #form = element('room-form', HTMLFormElement);
  readonly #name = element('room-name', HTMLInputElement);
  readonly #problem = element('room-problem', HTMLElement);
  readonly #open: (name: string) => void;
  #shown = '';

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
    const shown = JSON.stringify(rooms);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const held =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset.room : undefined;
    this.#list.replaceChildren(...rooms.map((room) => this.#item(room)));
    if (held !== undefined) this.#list.querySelector<HTMLElement>(`[data-room="${held}"]`)?.focus();
  }

  #item({ name, unread, isOpen }: ListedRoom): HTMLLIElement {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.room = name;
    button.className = unread > 0 ? 'room unread' : 'room';
    if (isOpen) button.setAttribute('aria-current', 'true');
    const label = document.createElement('span');
    label.className = 'name';
    label.textContent = name;
    button.append(label);
    if (unread > 0) {
      const badge = document.createElement('span');
      badge.className = 'badge';
      badge.textContent = unread > 99 ? '99+' : String(unread);
      const words = document.createElement('span');
      words.className = 'unseen';
      words.textContent = ' unread';
      button.append(badge, words);
    }
    button.addEventListener('click', () => this.#open(name));
    item.append(button);
    return item;
  }
}
