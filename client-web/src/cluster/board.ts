import { Card, type End } from './card.ts';
import { Chip } from './chip.ts';
import { fly } from './flight.ts';
import type { Move, Snapshot } from './snapshot.ts';
import { cardsOf } from './view.ts';

/** All nodes, and the rooms on them. */
export class Board {
  readonly #cards = new Map<string, Card>();
  readonly #chips = new Map<string, Chip>();

  constructor(
    private readonly place: HTMLElement,
    private readonly end: (name: string, how: End) => void,
    private readonly asksBack: () => boolean,
  ) {}

  show(snapshot: Snapshot, moves: readonly Move[]): void {
    const now = performance.now();
    const views = cardsOf(snapshot);
    const before = this.#places();
    views.forEach((view, i) => {
      const card = this.#card(view.name);
      if (this.place.children[i] !== card.element)
        this.place.insertBefore(card.element, this.place.children[i] ?? null);
      card.show(
        view,
        view.rooms.map((room) => {
          const chip = this.#chip(room.id);
          chip.show(room, now);
          return chip;
        }),
      );
    });
    this.#forget(snapshot);
    for (const { room, pauseMs } of moves) this.#chips.get(room)?.landed(pauseMs, now);
    for (const [id, { element }] of this.#chips) {
      const was = before.get(id);
      if (was !== undefined && was.parent !== element.parentElement) fly(element, was.box);
    }
  }

  /** Brings the times that are shown up to now. */
  count(): void {
    const now = performance.now();
    for (const chip of this.#chips.values()) chip.count(now);
  }

  #places(): Map<string, { readonly parent: Element | null; readonly box: DOMRect }> {
    return new Map(
      [...this.#chips].map(([id, { element }]) => [
        id,
        { parent: element.parentElement, box: element.getBoundingClientRect() },
      ]),
    );
  }

  #card(name: string): Card {
    let card = this.#cards.get(name);
    if (card === undefined) {
      card = new Card(name, this.end, this.asksBack);
      this.#cards.set(name, card);
    }
    return card;
  }

  #chip(id: string): Chip {
    let chip = this.#chips.get(id);
    if (chip === undefined) {
      chip = new Chip(id);
      this.#chips.set(id, chip);
    }
    return chip;
  }

  #forget(snapshot: Snapshot): void {
    const names = new Set(snapshot.nodes.map(({ name }) => name));
    for (const [name, card] of this.#cards) {
      if (names.has(name)) continue;
      card.element.remove();
      this.#cards.delete(name);
    }
    const ids = new Set(snapshot.nodes.flatMap(({ rooms }) => rooms.map(({ id }) => id)));
    for (const [id, chip] of this.#chips) {
      if (ids.has(id)) continue;
      chip.element.remove();
      this.#chips.delete(id);
    }
  }
}
