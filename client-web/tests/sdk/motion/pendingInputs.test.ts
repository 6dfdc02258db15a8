import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Pending, PendingInputs } from '../../../src/sdk/motion/pendingInputs.ts';

const operations = fc.oneof(
  { weight: 5, arbitrary: fc.record({ op: fc.constant('push' as const), tick: fc.nat(50) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constant('drop' as const),
      most: fc.nat(9),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('move' as const), ticks: fc.integer({ min: -3, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('clear' as const) }) },
);

test('It is a list whose objects are used again, and one that was taken off stays as it was until the next is pushed', () => {
  fc.assert(
    fc.property(fc.array(operations, { maxLength: 60 }), (all) => {
      const inputs = new PendingInputs<string>();
      const model: Pending<string>[] = [];
      const made = new Set<object>();
      let n = 0;
      let most = 0;
      for (const each of all) {
        if (each.op === 'push') {
          inputs.push(++n, each.tick, `input ${n}`);
          model.push({ n, tick: each.tick, input: `input ${n}` });
        } else if (each.op === 'drop') {
          const count = Math.min(each.most, model.length);
          const taken = inputs.at(count - 1);
          inputs.drop(count);
          const expected = model.splice(0, count)[count - 1];
          expect(taken).toEqual(expected);
        } else if (each.op === 'move') {
          inputs.move(each.ticks);
          for (const pending of model) pending.tick += each.ticks;
        } else {
          inputs.clear();
          model.length = 0;
        }
        const held = Array.from({ length: inputs.count }, (_, i) => inputs.at(i));
        expect(held).toEqual(model);
        expect(inputs.newest).toEqual(model.at(-1));
        expect([inputs.at(-1), inputs.at(inputs.count)]).toEqual([undefined, undefined]);
        most = Math.max(most, model.length);
        for (const pending of held) made.add(pending as object);
        expect(made.size).toBeLessThanOrEqual(most);
      }
    }),
  );
});
