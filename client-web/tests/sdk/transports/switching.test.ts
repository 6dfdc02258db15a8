import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Room, Session, TransportName } from '../../../src/sdk/index.ts';
import { FakeNetwork, pass } from './fakeNetwork.ts';

/** How often the property is tried; more of them find what is rarer. */
const runs = Number(process.env.GAMESERVER_SWITCHING_RUNS ?? 25);
const names: readonly TransportName[] = ['websocket', 'sse', 'poll', 'short-poll'];

/** A player who plays on, whatever happens, and writes down what it sees. */
class Witness {
  readonly room: Room;
  readonly offsets: number[] = [];
  readonly ticks: number[] = [];
  readonly answers: unknown[] = [];
  readonly numbers: number[] = [];
  readonly statuses: string[] = [];
  readonly resyncs: string[] = [];
  #said = 0;

  constructor(session: Session) {
    this.room = session.join({ how: 'quick', target: 'arena' });
    this.room.onEvent(({ offset, payload }) => {
      expect(payload).toBe(offset);
      this.offsets.push(offset);
    });
    this.room.onResync((reason) => this.resyncs.push(reason));
    this.room.state.onUpdate((tick) => {
      expect(this.room.state.table<{ value: number }>('counter').get(1)?.fields.value).toBe(tick);
      this.ticks.push(tick);
    });
    this.room.onStatus(({ phase }) => this.statuses.push(phase));
  }

  get said(): number {
    return this.#said;
  }

  play(): void {
    const n = this.room.input(['steer', this.numbers.length]);
    if (n !== null) this.numbers.push(n);
    if (this.numbers.length % 5 !== 0) return;
    const what = ++this.#said;
    void this.room.command('do', what).then((answer) => {
      expect(answer).toEqual(['do', what]);
      this.answers.push(what);
    });
  }
}

/** Section 6 of the protocol, from the log of the client and that of the room. */
function check({ room }: FakeNetwork, seen: Witness): void {
  expect(seen.statuses).not.toContain('ended');
  expect(seen.resyncs).toEqual([]);
  expect(seen.offsets).toEqual(Array.from({ length: room.offset - 10 }, (_, i) => 11 + i));
  expect(seen.ticks).toEqual([...seen.ticks].sort((a, b) => a - b));
  expect(seen.answers).toEqual(Array.from({ length: seen.said }, (_, i) => i + 1));
  expect(room.applied).toEqual(seen.answers);
  expect(room.inputs).toEqual([...new Set(room.inputs)].sort((a, b) => a - b));
  for (const payloads of room.inputPayloads.values()) expect(payloads.size).toBe(1);
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

async function playFor(milliseconds: number, seen: Witness): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 33) {
    seen.play();
    await pass(33);
  }
}

/** Ends the faults and lets what was lost be made good; nobody plays meanwhile, so that nothing new begins. */
async function calm(network: FakeNetwork): Promise<void> {
  Object.assign(network.faults, { requestLost: 0, answerLost: 0, repeated: 0, cut: 0, delay: 20 });
  network.webSocket.blocked = false;
  await pass(40_000);
  network.eventShare = 0;
  await pass(1000);
}

describe.each(names)('Over %s', (name) => {
  test('a player plays: events, state, inputs and commands go their way', async () => {
    const network = new FakeNetwork(1);
    network.faults.delay = 30;
    const session = network.open();
    const arrived = session.use(name);
    await pass(1000);
    await arrived;
    expect(session.transport).toBe(name);
    const seen = new Witness(session);
    await pass(500);
    await playFor(5000, seen);
    expect(seen.ticks.length).toBeGreaterThan(15);
    expect(network.room.inputs.length).toBeGreaterThan(100);
    expect(seen.room.clock.rtt).toBeLessThan(400);
    await pass(1000);
    await calm(network);
    check(network, seen);
    expect(seen.statuses).toEqual(['joined']);
    session.close();
    network.stop();
  });

  test.each(names.filter((other) => other !== name))(
    'and on over %s, without the game noticing',
    async (other) => {
      const network = new FakeNetwork(2);
      network.faults.delay = 60;
      const session = network.open();
      const arrived = session.use(name);
      await pass(1000);
      await arrived;
      const seen = new Witness(session);
      await pass(500);
      await playFor(1000, seen);
      const before = seen.numbers.at(-1) ?? 0;
      const switched = session.use(other);
      await playFor(2000, seen);
      await switched;
      expect(session.transport).toBe(other);
      // No number twice and none left out: what goes by them, such as a prediction, goes on.
      expect(seen.numbers).toEqual(Array.from({ length: seen.numbers.length }, (_, i) => i + 1));
      expect(network.room.inputs.at(-1)).toBeGreaterThan(before);
      await calm(network);
      check(network, seen);
      expect(seen.statuses).toEqual(['joined']);
      expect(network.room.attach).toBe(2);
      session.close();
      network.stop();
    },
  );
});

type Step =
  | { readonly what: 'use'; readonly name: TransportName | 'auto'; readonly forMs: number }
  | { readonly what: 'cut' | 'block' | 'unblock' | 'play'; readonly forMs: number };

const forMs = fc.integer({ min: 0, max: 2500 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ what: fc.constant('use' as const), name: fc.constantFrom(...names, 'auto' as const), forMs }),
  fc.record({
    what: fc.constantFrom('cut' as const, 'block' as const, 'unblock' as const, 'play' as const),
    forMs,
  }),
);
const faults = fc.record({
  requestLost: fc.constantFrom(0, 0.02, 0.1),
  answerLost: fc.constantFrom(0, 0.02, 0.1),
  repeated: fc.constantFrom(0, 0.05, 0.2),
  cut: fc.constantFrom(0, 0.05, 0.3),
  delay: fc.integer({ min: 0, max: 200 }),
});

test(
  'Whatever is lost, repeated, cut or switched at whatever moment, nothing is lost and nothing comes twice',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        faults,
        fc.array(step, { minLength: 1, maxLength: 8 }),
        async (seed, faulty, steps) => {
          const network = new FakeNetwork(seed);
          const session = network.open();
          const seen = new Witness(session);
          await pass(1500);
          Object.assign(network.faults, faulty);
          for (const each of steps) {
            if (each.what === 'use') void session.use(each.name).catch(() => {});
            else if (each.what === 'cut') network.cutAll();
            else if (each.what !== 'play') network.webSocket.blocked = each.what === 'block';
            await playFor(each.forMs, seen);
          }
          await calm(network);
          check(network, seen);
          session.close();
          network.stop();
        },
      ),
      { numRuns: runs },
    );
  },
  10_000 + runs * 4000,
);
