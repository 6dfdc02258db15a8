import { element, make } from '../../look/elements.ts';
import { face, personOf } from '../../look/face.ts';
import { dayOf, timeOf } from '../stamps.ts';
import type { InboxRow } from './contract.ts';

/** The conversations of two, the newest first, with how each ends and what is unread. */
export class DirectView {
  readonly #section = element('direct', HTMLElement);
  readonly #list = element('direct-list', HTMLUListElement);
  readonly #open: (row: Readonly<InboxRow>) => void;
  #rows: readonly Readonly<InboxRow>[] = [];
  #openRoom: string | null = null;
  #today = '';

  constructor(open: (row: Readonly<InboxRow>) => void) {
    this.#open = open;
  }

  /** `openRoom`: the id of the room that is looked at. */
  show(isThere: boolean, rows: readonly Readonly<InboxRow>[], openRoom: string | null): void {
    this.#section.hidden = !isThere;
    const now = Date.now();
    const today = new Date(now).toDateString();
    if (rows === this.#rows && openRoom === this.#openRoom && today === this.#today) return;
    this.#rows = rows;
    this.#openRoom = openRoom;
    this.#today = today;
    const held =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset.talk : undefined;
    this.#list.replaceChildren(...rows.map((row) => this.#item(row, openRoom, now)));
    if (held !== undefined)
      this.#list.querySelector<HTMLElement>(`[data-talk="${CSS.escape(held)}"]`)?.focus();
  }

  #item(row: Readonly<InboxRow>, openRoom: string | null, now: number): HTMLLIElement {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.talk = row.room;
    const isOpen = row.room === openRoom;
    const unread = isOpen ? 0 : row.unread;
    button.className = unread > 0 ? 'direct-talk unread' : 'direct-talk';
    if (isOpen) button.setAttribute('aria-current', 'true');
    const name = row.name || 'Somebody';
    button.append(
      face(name, personOf(row.player), false),
      make('span', 'name', name),
      make('span', 'when', whenOf(row.at, now)),
    );
    button.append(make('span', 'preview', previewOf(row)));
    if (unread > 0)
      button.append(
        make('span', 'badge', unread > 99 ? '99+' : String(unread)),
        make('span', 'unseen', ' unread'),
      );
    button.addEventListener('click', () => this.#open(row));
    item.append(button);
    return item;
  }
}

export function previewOf({ last, text, mine }: Readonly<InboxRow>): string {
  if (last === 0) return 'Nothing was said yet';
  const said = text === '' ? 'Taken back' : text;
  return mine === 0 ? said : `You: ${said}`;
}

function whenOf(at: number, now: number): string {
  const day = dayOf(at, now);
  return day === 'Today' ? timeOf(at) : day;
}
