import { doorsOf, type RoomSeen } from '../look/doors.ts';
import { make } from '../look/elements.ts';

interface Row {
  readonly item: HTMLLIElement;
  readonly name: HTMLElement;
  readonly count: HTMLElement;
  readonly taken: HTMLElement;
  readonly enter: HTMLAnchorElement;
  readonly watch: HTMLAnchorElement;
}

/** The list of live rooms. A row stays the same element while its room is there, so that nobody loses the focus. */
export class RoomList {
  readonly #rows = new Map<string, Row>();

  constructor(private readonly list: HTMLElement) {}

  /** Shows these rooms; returns how many of them have a page. */
  show(rooms: readonly RoomSeen[]): number {
    const gone = new Set(this.#rows.keys());
    let shown = 0;
    for (const room of rooms) {
      const doors = doorsOf(room);
      if (doors === null) continue;
      gone.delete(room.id);
      const row = this.#rows.get(room.id) ?? this.#add(room.id);
      row.name.textContent = doors.name;
      row.count.textContent =
        doors.enter === null && room.players === 0
          ? 'to watch'
          : `${room.players} of ${room.seats} seats taken`;
      row.taken.style.setProperty('--taken', String(room.players / Math.max(1, room.seats)));
      link(row.enter, doors.enter?.label ?? '', doors.enter?.href ?? null, doors.name);
      link(row.watch, 'Watch', doors.watch, doors.name);
      const place = this.list.children[shown++];
      if (place !== row.item) this.list.insertBefore(row.item, place ?? null);
    }
    for (const id of gone) {
      this.#rows.get(id)?.item.remove();
      this.#rows.delete(id);
    }
    return shown;
  }

  #add(id: string): Row {
    const item = make('li', 'room');
    const words = make('div', '');
    const name = make('div', 'room-name');
    const count = make('div', 'room-count');
    const seats = make('div', 'room-seats');
    const taken = make('div', 'room-taken');
    const ways = make('div', 'room-ways');
    const enter = make('a', 'button');
    const watch = make('a', 'button');
    seats.append(taken);
    words.append(name, count, seats);
    ways.append(enter, watch);
    item.append(words, ways);
    const row = { item, name, count, taken, enter, watch };
    this.#rows.set(id, row);
    return row;
  }
}

function link(anchor: HTMLAnchorElement, label: string, href: string | null, room: string): void {
  anchor.hidden = href === null;
  if (href === null) return;
  if (anchor.getAttribute('href') !== href) anchor.href = href;
  anchor.textContent = label;
  anchor.setAttribute('aria-label', `${label}: ${room}`);
}
