import { arrange, element } from '../look/elements.ts';
import { face } from '../look/face.ts';
import type { Present, Talked } from './talked.ts';

/** Nobody reads faster, and three hundred people come and go. */
const everyMs = 250;
/** Made once: to make one for each of two thousand comparisons takes longer than to compare. */
const names = new Intl.Collator(undefined, { numeric: true });

/** You, then those who are here, then those whose connection is lost; each by name. */
export function inOrder(present: readonly Present[]): Present[] {
  return [...present].sort((a, b) => rank(a) - rank(b) || names.compare(a.name, b.name) || a.key - b.key);
}

function rank({ me, away }: Present): number {
  if (me) return 0;
  return away ? 2 : 1;
}

/** The list of who is here. Whoever is pressed is somebody to talk to. */
export class PeopleView {
  readonly #list = element('people-list', HTMLUListElement);
  readonly #title = element('people-title', HTMLElement);
  readonly #count = element('room-count', HTMLElement);
  readonly #items = new Map<number, { readonly item: HTMLLIElement; readonly present: Present }>();
  readonly #talkTo: (person: Present) => void;
  #talked: Talked | null = null;
  #version = -1;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(talkTo: (person: Present) => void) {
    this.#talkTo = talkTo;
  }

  update(talked: Talked, now: number): void {
    const isOther = talked !== this.#talked;
    if (!isOther && (talked.peopleVersion === this.#version || now - this.#drawnAt < everyMs)) return;
    if (isOther) {
      this.#items.clear();
      this.#list.replaceChildren();
    }
    this.#talked = talked;
    this.#version = talked.peopleVersion;
    this.#drawnAt = now;
    const present = inOrder(talked.present);
    const away = present.filter((person) => person.away).length;
    this.#title.textContent = present.length === 0 ? 'Here' : `Here · ${present.length - away}`;
    this.#count.textContent =
      present.length === 0 ? '' : `${present.length - away} here${away === 0 ? '' : `, ${away} away`}`;
    this.#draw(present);
  }

  #draw(present: readonly Present[]): void {
    const keys = new Set(present.map(({ key }) => key));
    for (const key of this.#items.keys()) if (!keys.has(key)) this.#items.delete(key);
    arrange(
      this.#list,
      present.map((person) => this.#itemFor(person)),
    );
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
    const row = person.me ? document.createElement('span') : document.createElement('button');
    row.className = 'row';
    if (row instanceof HTMLButtonElement) {
      row.type = 'button';
      row.title = `Talk to ${person.name} alone`;
      row.addEventListener('click', () => this.#talkTo(person));
    }
    row.append(face(person.name, person.key, person.me), name, note);
    item.replaceChildren(row);
    this.#items.set(person.key, { item, present: person });
    return item;
  }
}
