import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Outgoing } from '../../src/chat/outgoing.ts';

describe('What is on its way', () => {
  test('Goes when it is told and answered, in whichever order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }),
        fc.infiniteStream(fc.boolean()),
        (texts, coin) => {
          const outgoing = new Outgoing();
          const ids = texts.map((text) => outgoing.add(text));
          // Both ways keep their own order; how they interleave is anybody's guess.
          let [told, answered] = [0, 0];
          while (told < texts.length || answered < texts.length) {
            const tells = answered === texts.length || (told < texts.length && coin.next().value);
            if (tells) outgoing.told(10 + told, texts[told++] ?? '');
            else outgoing.taken(ids[answered] ?? 0, 10 + answered++);
            expect(outgoing.items.length).toBe(texts.length - told);
          }
          expect(outgoing.items).toEqual([]);
        },
      ),
    );
  });

  test('Stays when it failed, until it is taken off', () => {
    const outgoing = new Outgoing();
    const id = outgoing.add('hello');
    outgoing.failed(id, 'Too much.');
    outgoing.told(5, 'hello');
    expect(outgoing.items).toEqual([{ id, text: 'hello', problem: 'Too much.', key: null }]);
    expect(outgoing.remove(id)?.text).toBe('hello');
    expect(outgoing.items).toEqual([]);
  });
});
