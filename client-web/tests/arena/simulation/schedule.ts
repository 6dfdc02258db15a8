/** Virtual time: what is due next is done next. */
export class Schedule {
  now = 0;
  readonly #heap: { readonly at: number; readonly order: number; readonly run: () => void }[] = [];
  #order = 0;

  at(time: number, run: () => void): void {
    const heap = this.#heap;
    let i = heap.length;
    heap.push({ at: time, order: this.#order++, run });
    while (i > 0 && before(heap, i, (i - 1) >> 1)) i = swap(heap, i, (i - 1) >> 1);
  }

  runUntil(end: number): void {
    const heap = this.#heap;
    for (let next = heap[0]; next !== undefined && next.at <= end; next = heap[0]) {
      const last = heap.pop();
      if (heap.length > 0 && last !== undefined) {
        heap[0] = last;
        let i = 0;
        for (;;) {
          let least = i;
          for (const child of [2 * i + 1, 2 * i + 2])
            if (child < heap.length && before(heap, child, least)) least = child;
          if (least === i) break;
          i = swap(heap, i, least);
        }
      }
      this.now = next.at;
      next.run();
    }
  }
}

type Heap = { readonly at: number; readonly order: number }[];

function before(heap: Heap, a: number, b: number): boolean {
  const x = heap[a];
  const y = heap[b];
  return x !== undefined && y !== undefined && (x.at < y.at || (x.at === y.at && x.order < y.order));
}

function swap(heap: Heap, a: number, b: number): number {
  const held = heap[a];
  if (held !== undefined) {
    heap[a] = heap[b] ?? held;
    heap[b] = held;
  }
  return b;
}
