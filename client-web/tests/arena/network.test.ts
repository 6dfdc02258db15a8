import { afterAll, describe, expect, test } from 'vitest';
import type { Network } from './simulation/link.ts';
import { type Outcome, simulate } from './simulation/simulate.ts';

const minutes = 5;
const lines: string[][] = [];

const networks: readonly Network[] = [50, 150, 300].flatMap((roundTrip) =>
  [0, 15_000].map((stallEvery) => ({ roundTrip, jitter: 30, stallEvery })),
);
const overloaded: Network = { roundTrip: 150, jitter: 30, stallEvery: 0, heldUp: 700 };

function perMinute(count: number, outcome: Outcome): string {
  return (count / outcome.minutes).toFixed(1);
}

function report({ roundTrip, jitter, stallEvery, heldUp }: Network, outcome: Outcome): void {
  const { own, others, delay } = outcome.world.stats;
  if (own === null) return;
  lines.push([
    `${roundTrip} ± ${jitter}${stallEvery > 0 ? ', stalls' : ''}${heldUp ? ', room held up' : ''}`,
    perMinute(own.largeCorrections, outcome),
    perMinute(own.corrections, outcome),
    own.largestCorrection.toFixed(0),
    perMinute(others.pops, outcome),
    `${((100 * others.emptyFrames) / others.frames).toFixed(2)} %`,
    `${outcome.turnFrames}`,
    `${outcome.shotFrames}`,
    own.lead.toFixed(1),
    own.margin.toFixed(1),
    delay.toFixed(1),
    `${own.missedTicks}`,
    `${outcome.droppedInputs}`,
  ]);
}

afterAll(() => {
  const head = [
    'round trip, ms',
    '> 22 units/min',
    'corr./min',
    'largest',
    'pops/min',
    'empty',
    'turn shows',
    'shot shows',
    'lead',
    'margin',
    'delay',
    'missed',
    'dropped',
  ];
  const table = [head, ...lines];
  const widths = head.map((_, i) => Math.max(...table.map((line) => line[i]?.length ?? 0)));
  const text = table.map((line) => line.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  '));
  process.stdout.write(`\n${text.join('\n')}\n\n`);
});

describe.each(networks)('At $roundTrip ± $jitter ms with stalls every $stallEvery ms', (network) => {
  test('the own ship obeys in the next frame and stays where it was shown, and the others do not jump', () => {
    const outcome = simulate(network, minutes, 4711);
    report(network, outcome);
    const { own, others } = outcome.world.stats;

    expect(outcome.turns).toBeGreaterThan(20);
    expect(outcome.turnFrames).toBe(1);
    expect(outcome.shots).toBeGreaterThan(20);
    expect(outcome.shotFrames).toBe(1);
    if (network.stallEvery > 0) return;
    expect((own?.largeCorrections ?? 99) / minutes).toBeLessThan(1);
    expect(others.pops / minutes).toBeLessThan(1);
    expect(others.emptyFrames / others.frames).toBeLessThan(0.005);
  });
});

test('A room that is held up and gives that time up is found again within a moment', () => {
  const outcome = simulate(overloaded, minutes, 4711);
  report(overloaded, outcome);
  const { own, others } = outcome.world.stats;

  expect(outcome.turnFrames).toBe(1);
  // Each time a second or two, of a minute.
  expect(others.emptyFrames / others.frames).toBeLessThan(0.05);
  expect((own?.largeCorrections ?? 99) / minutes).toBeLessThan(2);
});
