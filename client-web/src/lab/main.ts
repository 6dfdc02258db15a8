import { byId, element } from '../look/elements.ts';
import { JoinRefusedError, PlayerError, type RoomClock } from '../sdk/index.ts';
import { Board } from './board.ts';
import { Chart } from './charts.ts';
import { Guest } from './guest.ts';
import { labelOf, lanes } from './lanes.ts';
import { ms, type Seen } from './measures.ts';
import { readMeters } from './traffic.ts';

const everyMs = 500;

const block = element('block', HTMLButtonElement);
const interval = element('interval', HTMLSelectElement);
const told = byId('told');
const guests = lanes.map((lane) => new Guest(lane));
const board = new Board(byId('heads'), byId('rows'));
const late = new Chart(byId('late-chart'), { isLog: true, digits: 0 });
const requests = new Chart(byId('requests-chart'), { digits: 1 });
const traffic = new Chart(byId('traffic-chart'), { digits: 1 });

/** The first guest's, for all: each one's own would flatter those that hear late. */
const clockOfAll = (own: RoomClock) => guests[0]?.room?.clock ?? own;
const shortPollMs = () => Number(interval.value);

async function sit(): Promise<void> {
  let roomId: string | null = null;
  for (const guest of guests) roomId = await guest.sit(roomId, clockOfAll, shortPollMs());
  element('arena-link', HTMLAnchorElement).href = `/arena?room=${roomId}&watch=1`;
  told.textContent = `All four sit in room ${roomId}. Its bots make the news.`;
}

function problem(error: unknown): string {
  const code = error instanceof PlayerError || error instanceof JoinRefusedError ? error.code : '';
  return code === 'rate_limited'
    ? 'Too many guests came from here in a short time. Load the page again in a minute.'
    : 'The server gave no room. Load the page again in a moment.';
}

async function measure(): Promise<void> {
  const readings = await readMeters(guests.map(({ meter }) => meter));
  const now = performance.now();
  const seen: Seen[] = guests.map((guest) => {
    const reading = readings?.meters[guest.meter];
    if (readings !== null && reading !== undefined) guest.traffic.add(readings.node, reading, now);
    const isBlocked = guest.upgrade?.blocked ?? false;
    guest.meanwhile.see(guest.news.updates, now);
    return { guest, news: guest.news.figures(now), traffic: guest.traffic.figures, isBlocked };
  });
  board.show(seen);
  late.add(
    now / 1000,
    seen.map(({ news }) => news.p50),
  );
  requests.add(
    now / 1000,
    seen.map((each) => each.traffic?.requestsPerSecond ?? null),
  );
  traffic.add(
    now / 1000,
    seen.map((each) => (each.traffic === null ? null : each.traffic.bytesPerSecond / 1000)),
  );
  const first = guests[0]?.room;
  if (first?.clock.rtt != null) byId('clock-error').textContent = ms(first.clock.rtt / 2);
  if (first?.info != null) byId('tick-rate').textContent = String(first.info.tickRate);
  const ended = guests.find(({ hasEnded }) => hasEnded);
  if (ended !== undefined) told.textContent = `${ended.lane.label} has lost the room. Load the page again.`;
}

function again(): void {
  setTimeout(async () => {
    if (!document.hidden) await measure();
    again();
  }, everyMs);
}

function beginMeanwhile(): void {
  const now = performance.now();
  for (const { meanwhile, news } of guests) meanwhile.begin(news.updates, now);
}

block.addEventListener('click', () => {
  const [guest] = guests;
  if (guest?.upgrade == null) return;
  const isBlocked = !guest.upgrade.blocked;
  guest.upgrade.blocked = isBlocked;
  if (isBlocked) beginMeanwhile();
  else for (const { meanwhile } of guests) meanwhile.end();
  block.setAttribute('aria-pressed', String(isBlocked));
  block.textContent = isBlocked ? 'Let upgrades through' : 'Block upgrades';
  told.textContent = isBlocked
    ? `Upgrades are blocked: ${labelOf('websocket')} has to find another way.`
    : 'Upgrades go through again: the client tries one in some seconds.';
});

interval.addEventListener('change', async () => {
  const guest = guests.at(-1);
  const roomId = guest?.room?.info?.roomId;
  if (guest === undefined || roomId === undefined) return;
  guest.traffic.clear();
  try {
    await guest.sit(roomId, clockOfAll, shortPollMs());
  } catch (error) {
    told.textContent = problem(error);
  }
});

// A page that is not seen gets few turns: what it measured meanwhile would be the browser's thrift.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  for (const guest of guests) {
    guest.news.clear();
    guest.traffic.clear();
    guest.retryNow();
  }
  if (guests.some(({ upgrade }) => upgrade?.blocked)) beginMeanwhile();
});

again();
sit().catch((error: unknown) => {
  told.textContent = problem(error);
});
