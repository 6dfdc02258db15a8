import { element } from '../look/elements.ts';
import type { Conversation } from './conversation.ts';
import { face } from './face.ts';

/** Nobody reads faster, and three hundred people come and go. */
const everyMs = 250;

export interface Present {
  readonly key: number;
  readonly name: string;
  readonly away: boolean;
  readonly me: boolean;
}

/** Who is in a room: you, then those who are here, then those whose connection is lost; each by name. */
export function presentIn(conversation: Pick<Conversation, 'people' | 'isMe'>): Present[] {
  const present: Present[] = [];
  for (const { key, fields } of conversation.people) {
    if (fields.seat >= 0)
      present.push({ key, name: fields.name, away: fields.away !== 0, me: conversation.isMe(fields) });
  }
  return present.sort(
    (a, b) =>
      rank(a) - rank(b) || a.name.localeCompare(b.name, undefined, { numeric: true }) || a.key - b.key,
  );
}

function rank({ me, away }: Present): number {
  if (me) return 0;
  return away ? 2 : 1;
}

/** The list of who is here. */
export class PeopleView {
  readonly #list = element('people-list', HTMLUListElement);
  readonly #title = element('people-title', HTMLElement);
  readonly #count = element('room-count', HTMLElement);
  readonly #items = new Map<number, { readonly item: HTMLLIElement; readonly present: Present }>();
  #conversation: Conversation | null = null;
  #version = -1;
  #drawnAt = Number.NEGATIVE_INFINITY;

  update(conversation: Conversation, now: number): void {
    const isOther = conversation !== this.#conversation;
    if (!isOther && (conversation.peopleVersion === this.#version || now - this.#drawnAt < everyMs)) return;
    if (isOther) this.#clear();
    this.#conversation = conversation;
    this.#version = conversation.peopleVersion;
    this.#drawnAt = now;
    const present = presentIn(conversation);
    const away = present.filter((person) => person.away).length;
    this.#title.textContent = present.length === 0 ? 'Here' : `Here · ${present.length - away}`;
    this.#count.textContent =
      present.length === 0 ? '' : `${present.length - away} here${away === 0 ? '' : `, ${away} away`}`;
    this.#draw(present);
  }

  /** Whether something waits for its time to be drawn. */
  get isStale(): boolean {
    return this.#conversation !== null && this.#conversation.peopleVersion !== this.#version;
  }

  #draw(present: readonly Present[]): void {
    const keys = new Set(present.map(({ key }) => key));
    for (const [key, { item }] of this.#items) {
      if (keys.has(key)) continue;
      item.remove();
      this.#items.delete(key);
    }
    let place = this.#list.firstElementChild;
    for (const person of present) {
      const item = this.#itemFor(person);
      if (item === place) place = place.nextElementSibling;
      else this.#list.insertBefore(item, place);
    }
  }

  #itemFor(person: Present): HTMLLIElement {
    const known = this.#items.get(person.key);
    if (known?.present.name === person.name && known.present.away === person.away) return known.item;
    const item = known?.item ?? document.createElement('li');
    item.className = person.away ? 'person away' : 'person';
    const name = document.createElement('span');
    name.className = 'name';
    name.textContent = person.name;
    const note = document.createElement('span');
    note.className = 'note';
    note.textContent = [person.me ? 'you' : '', person.away ? 'away' : ''].filter(Boolean).join(', ');
    item.replaceChildren(face(person.name, person.key, person.me), name, note);
    this.#items.set(person.key, { item, present: person });
    return item;
  }

  #clear(): void {
    this.#items.clear();
    this.#list.replaceChildren();
    this.#title.textContent = 'Here';
    this.#count.textContent = '';
  }
}
