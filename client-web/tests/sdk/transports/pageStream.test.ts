import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countedSlots } from '../../../src/sdk/http/slots.ts';
import { PageStream, type Release, type Slots } from '../../../src/sdk/index.ts';

/** A browser's page, as far as it can be seen and left. */
class FakePage extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  show(isSeen: boolean): void {
    this.visibilityState = isSeen ? 'visible' : 'hidden';
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

const page = () => globalThis.document as unknown as FakePage;
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

let window: EventTarget;
let heard: string[];

beforeEach(() => {
  vi.useFakeTimers();
  window = new EventTarget();
  heard = [];
  vi.stubGlobal('document', new FakePage());
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function streamOf(slots: Slots): PageStream {
  return new PageStream(
    { open: (stays) => heard.push(stays ? 'open' : 'ask'), close: () => heard.push('close') },
    slots,
  );
}

async function isFree(slots: Slots): Promise<boolean> {
  const release = await slots.acquire();
  release?.();
  return release !== null;
}

test('A page that is hidden or left gives its connection back, and takes one again when it is seen', async () => {
  const slots = countedSlots(1);
  streamOf(slots).start();
  await settle();
  expect(heard).toEqual(['open']);
  expect(await isFree(slots)).toBe(false);
  page().show(false);
  expect(heard.splice(0)).toEqual(['open', 'close']);
  expect(await isFree(slots)).toBe(true);
  await settle(60_000);
  expect(heard).toEqual([]);
  page().show(true);
  await settle();
  expect(heard.splice(0)).toEqual(['open']);
  window.dispatchEvent(new Event('pagehide'));
  expect(await isFree(slots)).toBe(true);
  window.dispatchEvent(new Event('pageshow'));
  page().show(true);
  await settle();
  expect(heard).toEqual(['close', 'open']);
});

test('A page that opens in the background begins when it is seen', async () => {
  page().visibilityState = 'hidden';
  streamOf(countedSlots(1)).start();
  await settle(60_000);
  expect(heard).toEqual([]);
  page().show(true);
  await settle();
  expect(heard).toEqual(['open']);
});

test('While all connections are taken it asks every five seconds, for three at most, and not while it is hidden', async () => {
  const slots = countedSlots(1);
  const release = await slots.acquire();
  streamOf(slots).start();
  await settle(2900);
  expect(heard).toEqual(['ask']);
  await settle(200);
  expect(heard).toEqual(['ask', 'close']);
  await settle(2000);
  expect(heard.splice(0)).toEqual(['ask', 'close', 'ask']);
  page().show(false);
  await settle(60_000);
  expect(heard.splice(0)).toEqual(['close']);
  release?.();
  page().show(true);
  await settle();
  expect(heard).toEqual(['open']);
});

test('A connection that comes when nobody wants it any more is given back', async () => {
  const waiting: ((release: Release) => void)[] = [];
  const slots = { acquire: () => new Promise<Release>((resolve) => waiting.push(resolve)) };
  const stream = streamOf(slots);
  stream.start();
  stream.start();
  expect(waiting).toHaveLength(1);
  stream.stop();
  const released = vi.fn();
  waiting[0]?.(released);
  await settle(60_000);
  expect(released).toHaveBeenCalledOnce();
  expect(heard).toEqual(['close']);
  page().show(true);
  expect(waiting).toHaveLength(1);
});

test('Begun anew it keeps its connection', async () => {
  const stream = streamOf(countedSlots(1));
  stream.start();
  await settle();
  stream.start();
  await settle();
  expect(heard).toEqual(['open', 'open']);
});
