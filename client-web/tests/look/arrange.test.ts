import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrange } from '../../src/look/elements.ts';

/** As much of a list in a page as `arrange` needs; counts what is done to each item. */
class List {
  readonly children: Item[] = [];

  get firstElementChild(): Item | null {
    return this.children[0] ?? null;
  }

  insertBefore(item: Item, place: Item | null): void {
    item.touched++;
    if (item.list !== null) this.children.splice(this.children.indexOf(item), 1);
    item.list = this;
    this.children.splice(place === null ? this.children.length : this.children.indexOf(place), 0, item);
  }
}

class Item {
  list: List | null = null;
  touched = 0;

  get nextElementSibling(): Item | null {
    const { children = [] } = this.list ?? {};
    return children[children.indexOf(this) + 1] ?? null;
  }

  remove(): void {
    this.touched++;
    this.list?.children.splice(this.list.children.indexOf(this), 1);
    this.list = null;
  }
}

const all = Array.from({ length: 8 }, () => new Item());
const some = fc.uniqueArray(fc.nat(7));

function show(list: List, which: readonly number[]): void {
  const items = which.map((index) => all[index]);
  arrange(list as unknown as Element, items as unknown as Element[]);
}

function listOf(which: readonly number[]): List {
  for (const item of all) item.list = null;
  const list = new List();
  show(list, which);
  for (const item of all) item.touched = 0;
  return list;
}

test('a list has just the items that it is given, in their order', () => {
  fc.assert(
    fc.property(some, some, (before, after) => {
      const list = listOf(before);
      show(list, after);
      expect(list.children.map((item) => all.indexOf(item))).toEqual(after);
    }),
  );
});

test('who stays is not touched when others come, go, or one goes up', () => {
  fc.assert(
    fc.property(some, some, fc.nat(7), (before, after, up) => {
      const inOrder = (which: readonly number[]) => [...which].sort((a, b) => a - b);
      const list = listOf(inOrder(before));
      show(list, [...(before.includes(up) ? [up] : []), ...inOrder(after).filter((index) => index !== up)]);
      const stay = before.filter((index) => after.includes(index) && index !== up);
      expect(stay.map((index) => all[index]?.touched)).toEqual(stay.map(() => 0));
    }),
  );
});
