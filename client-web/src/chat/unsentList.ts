import { arrange, element } from '../look/elements.ts';
import { unsentView } from './lineView.ts';
import type { Unsent } from './outgoing.ts';
import type { Talked } from './talked.ts';

interface Shown {
  readonly problem: string | null;
  readonly view: HTMLLIElement;
}

/** What is on its way, below the talk. One stays the same element while nothing becomes of it, whatever becomes of the others. */
export class UnsentList {
  readonly #list = element('unsent', HTMLOListElement);
  #items: readonly Unsent[] = [];
  #shown = new Map<number, Shown>();

  /** Returns whether there was something to draw. `dropped`: one was taken off the list, for good. */
  show(talked: Talked, dropped: () => void): boolean {
    const { items } = talked.outgoing;
    if (items.length === this.#items.length && items.every((item, at) => item === this.#items[at]))
      return false;
    const again = (id: number) => {
      const item = talked.outgoing.remove(id);
      if (item !== null) talked.say(item.text);
    };
    const drop = (id: number) => {
      talked.outgoing.remove(id);
      dropped();
    };
    const shown = new Map<number, Shown>();
    for (const item of items) {
      const { id, problem } = item;
      const known = this.#shown.get(id);
      shown.set(id, known?.problem === problem ? known : { problem, view: unsentView(item, again, drop) });
    }
    this.#items = [...items];
    this.#shown = shown;
    arrange(
      this.#list,
      [...shown.values()].map(({ view }) => view),
    );
    return true;
  }

  /** Another talk is opened. */
  clear(): void {
    this.#items = [];
    this.#shown.clear();
    this.#list.replaceChildren();
  }
}
