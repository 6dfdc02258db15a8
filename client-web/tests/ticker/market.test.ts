import { describe, expect, test } from 'vitest';
import { ask, bid, change } from '../../src/ticker/format.ts';
import { Making } from '../../src/ticker/making.ts';
import { Market } from '../../src/ticker/market.ts';
import { Meter, RoomRate } from '../../src/ticker/meter.ts';
import { Shown } from '../../src/ticker/shown.ts';

const schema = [
  [
    'quotes',
    [
      ['symbol', 'text', 1],
      ['company', 'text', 1],
      ['last', 'int', 0.01],
      ['spread', 'int', 0.01],
      ['open', 'int', 0.01],
      ['volume', 'int', 1],
    ],
  ],
  [
    'market',
    [
      ['storm', 'int', 1],
      ['session', 'int', 1],
      ['ends', 'int', 1],
      ['updates', 'int', 1],
    ],
  ],
  [
    'candles',
    [
      ['open', 'int', 0.01],
      ['high', 'int', 0.01],
      ['low', 'int', 0.01],
      ['close', 'int', 0.01],
    ],
  ],
];

function full(): unknown[] {
  return [
    'full',
    0,
    0,
    1,
    'e1',
    600,
    schema,
    [
      [0, [], [[1, 63, 'AAPL', 'Apple', 22_800, 3, 22_700, 5]]],
      [1, [], [[1, 14, 1, 3_000, 100_800]]],
      [
        2,
        [],
        [
          [-99, 15, 1, 4, 1, 2],
          [1, 15, 2, 5, 2, 3],
          [102, 15, 9, 9, 9, 9],
        ],
      ],
    ],
  ];
}

describe('the copy of the market', () => {
  test('follows the stream by full state and deltas', () => {
    const market = new Market();
    expect(market.apply(full())).toBe(true);
    expect(market.quotes()).toEqual([
      { key: 1, symbol: 'AAPL', company: 'Apple', last: 22_800, spread: 3, open: 22_700, volume: 5 },
    ]);
    expect(market.session()).toEqual({ isStorm: false, left: 2_400, updates: 100_800 });
    expect(market.candle).toBe(1);
    const delta = [
      [0, [], [[1, 4, 22_811]]],
      [1, [], [[1, 9, 1, 110_880]]],
      [2, [-99], [[101, 15, 3, 3, 3, 3]]],
    ];
    expect(market.apply(['delta', 0, 0, 600, 660, delta])).toBe(true);
    expect(market.quotes()[0]).toMatchObject({ last: 22_811, spread: 3 });
    expect(market.session()).toMatchObject({ isStorm: true, updates: 110_880 });
    expect(market.candles(1).map(({ number }) => number)).toEqual([0, 1]);
    expect(market.candles(2)).toEqual([{ number: 1, open: 9, high: 9, low: 9, close: 9 }]);
  });

  test('says of a delta that does not fit that it does not', () => {
    const market = new Market();
    market.apply(full());
    expect(market.apply(['delta', 0, 0, 599, 660, []])).toBe(false);
    expect(market.tick).toBe(600);
  });
});

test('the candle that is being made begins anew with each number', () => {
  const making = new Making();
  making.seen(4, 100);
  making.seen(4, 90);
  expect(making.seen(4, 95)).toEqual({ number: 4, open: 100, high: 100, low: 90, close: 95 });
  expect(making.seen(5, 96)).toEqual({ number: 5, open: 96, high: 96, low: 96, close: 96 });
});

describe('what is drawn of the complete candles', () => {
  const at = (tick: number, epoch = 'e1') => ({ epoch, tick, candle: Math.floor((tick - 1) / 300) });

  test('is the last one when it has just been completed, and nothing in between', () => {
    const shown = new Shown();
    expect([601, 661, 900, 901, 902].map((tick) => shown.follow(at(tick)))).toEqual([
      'all',
      'none',
      'none',
      'last',
      'none',
    ]);
  });

  test('is all of them when the page was hidden, or without a stream, for more than one', () => {
    const shown = new Shown();
    shown.follow(at(600));
    expect(shown.follow(at(600 + 3 * 300))).toBe('all');
    expect(shown.follow(at(600 + 4 * 300))).toBe('last');
  });

  test('is all of them for another stock, another market and one that went back', () => {
    const shown = new Shown();
    shown.follow(at(900));
    expect(shown.follow(at(900, 'e2'))).toBe('all');
    expect(shown.follow(at(890, 'e2'))).toBe('all');
    shown.forget();
    expect(shown.follow(at(890, 'e2'))).toBe('all');
  });
});

test('a meter tells a rate of the last five seconds', () => {
  const meter = new Meter();
  expect(meter.rate(0)).toBeNull();
  for (let now = 0; now <= 20_000; now += 1_000) meter.add(now, 600);
  expect(meter.rate(20_000)).toBe(600);
  expect(meter.rate(30_000)).toBe(0);
});

test('the rate in the room is by the clock of the room, whenever its news arrive', () => {
  const rate = new RoomRate();
  expect(rate.add(100, 1_000, 60)).toBeNull();
  expect(rate.add(130, 6_040, 60)).toBeNull();
  expect(rate.add(160, 11_080, 60)).toBe(10_080);
  expect(rate.add(5, 40, 60)).toBeNull();
});

test('bid and ask lie around the price, and a change has its sign', () => {
  expect([bid(100, 3), ask(100, 3)]).toEqual([99, 102]);
  expect([change(101, 100), change(99, 100), change(5, 5)]).toEqual(['+1.00 %', '−1.00 %', '±0.00 %']);
});
