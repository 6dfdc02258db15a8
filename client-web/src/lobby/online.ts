import { byId, make, write } from '../look/elements.ts';
import { face, personOf } from '../look/face.ts';
import type { LobbySnapshot, PlayerSeen } from './snapshot.ts';

/** Who is online. Whoever is pressed is somebody to talk to; a row stays the same element while its player is there. */
export class Online {
  readonly #list = byId('here');
  readonly #nobody = byId('nobody-here');
  readonly #more = byId('more-here');
  readonly #self: () => string | null;
  readonly #rows = new Map<string, HTMLLIElement>();

  constructor(self: () => string | null) {
    this.#self = self;
  }

  show({ players = [], morePlayers = 0 }: Pick<LobbySnapshot, 'players' | 'morePlayers'>): void {
    const entries = entriesOf(players, this.#self());
    const gone = new Set(this.#rows.keys());
    for (const [index, entry] of entries.entries()) {
      gone.delete(entry.key);
      const item = this.#rows.get(entry.key) ?? this.#add(entry);
      const place = this.#list.children[index];
      if (place !== item) this.#list.insertBefore(item, place ?? null);
    }
    for (const key of gone) {
      this.#rows.get(key)?.remove();
      this.#rows.delete(key);
    }
    this.#nobody.hidden = entries.length > 0;
    this.#more.hidden = morePlayers === 0;
    write(this.#more, `And ${morePlayers.toLocaleString('en')} more.`);
  }

  #add({ key, id, name, talk }: Entry): HTMLLIElement {
    const item = make('li', '');
    const made = talk === null ? make('span', 'person own') : make('a', 'person');
    made.append(face(name, personOf(id), talk === null));
    if (talk !== null) {
      made.setAttribute('href', talk);
      made.append(make('span', 'unseen', 'Write to '));
    }
    made.append(make('span', 'name', name));
    if (talk === null) made.append(make('span', 'note', 'you'));
    item.append(made);
    this.#rows.set(key, item);
    return item;
  }
}

interface Entry {
  /** Another one when anything of it is another. */
  readonly key: string;
  readonly id: string;
  readonly name: string;
  /** Where to talk to the player alone; null for oneself. */
  readonly talk: string | null;
}

export function entriesOf(players: readonly PlayerSeen[], self: string | null): Entry[] {
  return players.map(({ id, name }) => {
    const talk = id === self ? null : `/chat?with=${encodeURIComponent(id)}`;
    return { key: `${talk} ${name}`, id, name, talk };
  });
}
