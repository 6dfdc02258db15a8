import { arrange, element, make, write } from '../../look/elements.ts';
import { face, personOf } from '../../look/face.ts';
import { dayOf, timeOf } from '../stamps.ts';
import type { InboxRow } from './contract.ts';

interface Item {
  readonly item: HTMLLIElement;
  readonly button: HTMLButtonElement;
  face: HTMLElement;
  readonly name: HTMLElement;
  readonly when: HTMLElement;
  readonly preview: HTMLElement;
  readonly badge: HTMLElement;
  readonly words: HTMLElement;
  row: Readonly<InboxRow>;
}

/** The conversations of two, the newest first, with how each ends and what is unread. Each stays the same element. */
export class DirectView {
  readonly #section = element('direct', HTMLElement);
  readonly #list = element('direct-list', HTMLUListElement);
  readonly #open: (row: Readonly<InboxRow>) => void;
  readonly #items = new Map<string, Item>();
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
    const rooms = new Set(rows.map(({ room }) => room));
    for (const room of this.#items.keys()) if (!rooms.has(room)) this.#items.delete(room);
    const held = document.activeElement;
    arrange(
      this.#list,
      rows.map((row) => this.#itemFor(row, openRoom, now)),
    );
    // One that goes up, since somebody wrote, keeps the focus.
    if (held instanceof HTMLElement && this.#list.contains(held)) held.focus();
  }

  #itemFor(row: Readonly<InboxRow>, openRoom: string | null, now: number): HTMLLIElement {
    const item = this.#items.get(row.room) ?? this.#add(row);
    item.row = row;
    const isOpen = row.room === openRoom;
    const unread = isOpen ? 0 : row.unread;
    item.button.classList.toggle('unread', unread > 0);
    if (isOpen) item.button.setAttribute('aria-current', 'true');
    else item.button.removeAttribute('aria-current');
    const name = row.name || 'Somebody';
    if (item.name.textContent !== name) {
      const known = face(name, personOf(row.player), false);
      item.face.replaceWith(known);
      item.face = known;
    }
    write(item.name, name);
    write(item.when, whenOf(row.at, now));
    write(item.preview, previewOf(row));
    item.badge.hidden = item.words.hidden = unread === 0;
    if (unread > 0) write(item.badge, unread > 99 ? '99+' : String(unread));
    return item.item;
  }

  #add(row: Readonly<InboxRow>): Item {
    const made: Item = {
      item: make('li', ''),
      button: make('button', 'direct-talk'),
      face: make('span', ''),
      name: make('span', 'name'),
      when: make('span', 'when'),
      preview: make('span', 'preview'),
      badge: make('span', 'badge'),
      words: make('span', 'unseen', ' unread'),
      row,
    };
    made.button.type = 'button';
    made.button.dataset.talk = row.room;
    made.button.append(made.face, made.name, made.when, made.preview, made.badge, made.words);
    made.button.addEventListener('click', () => this.#open(made.row));
    made.item.append(made.button);
    this.#items.set(row.room, made);
    return made;
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
