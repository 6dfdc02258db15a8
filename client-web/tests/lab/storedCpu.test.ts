import { expect, test } from 'vitest';
import { lanes } from '../../src/lab/lanes.ts';
import { cpuFigure, cpuSentence, type StoredCpu, storedCpu } from '../../src/lab/storedCpu.ts';

const run: StoredCpu = {
  date: '2031-05-06',
  machine: { processorCount: 4, model: 'Some Processor' },
  clients: 150,
  seconds: 30,
  runs: 5,
  note: 'Others used the machine.',
  transports: {
    websocket: { cpuMs: 1.26, cpuMsLeast: 1.1, cpuMsMost: 1.44, updates: 29.8 },
    sse: { cpuMs: 2, cpuMsLeast: 2, cpuMsMost: 2, updates: 30 },
    poll: { cpuMs: 3, cpuMsLeast: 3, cpuMsMost: 3, updates: 20 },
    'short-poll': { cpuMs: 4, cpuMsLeast: 4, cpuMsMost: 4, updates: 4 },
  },
};

test('The row says when, where and how it was measured', () => {
  const sentence = cpuSentence(run);
  for (const part of [
    '2031-05-06',
    '4 cores of Some Processor',
    '150 playing clients for 30 s',
    '5 runs',
    'Others used',
  ])
    expect(sentence).toContain(part);
});

test('A figure has its spread and the updates that it paid for', () => {
  expect(cpuFigure(run, 'websocket')).toEqual(['1.3 ms/s', '1.1–1.4, 30 updates/s']);
});

test('What is stored is whole: every lane has figures, in order', () => {
  expect(storedCpu.date).toMatch(/^20\d\d-\d\d-\d\d$/);
  for (const { transport } of lanes) {
    const { cpuMs, cpuMsLeast, cpuMsMost, updates } = storedCpu.transports[transport];
    expect(cpuMsLeast).toBeGreaterThan(0);
    expect(cpuMs).toBeGreaterThanOrEqual(cpuMsLeast);
    expect(cpuMsMost).toBeGreaterThanOrEqual(cpuMs);
    expect(updates).toBeGreaterThan(0);
  }
});
