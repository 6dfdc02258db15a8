import { byId, write } from '../look/elements.ts';
import { Board } from './board.ts';
import { Chart } from './chart.ts';
import { Feed, type FeedState } from './feed.ts';
import { change, count, dollars } from './format.ts';
import { Making } from './making.ts';
import { Market, ticksPerSecond } from './market.ts';
import { Meter, RoomRate } from './meter.ts';
import { Shown } from './shown.ts';

const metersMs = 500;

const market = new Market();
const making = new Making();
const shown = new Shown();
const frames = new Meter();
const bytes = new Meter();
const roomRate = new RoomRate();
const chart = new Chart(byId('chart'));
const board = new Board(byId('rows'), choose);
const feed = new Feed(taken, stateChanged);
let chosen = 1;
let updatesIn: number | null = null;
let state: FeedState | null = null;
let isDrawing = false;

function taken(all: unknown[][], size: number): void {
  const now = performance.now();
  bytes.add(now, size);
  for (const frame of all) {
    if (!market.apply(frame)) {
      feed.open(rate());
      return;
    }
    if (frame[0] === 'full' || frame[0] === 'delta') frames.add(now);
    else if (frame[0] === 'events') tell(frame[4] as [number, string, { storm?: boolean }][]);
  }
  updatesIn = roomRate.add(market.tick, market.session().updates, ticksPerSecond);
  if (!isDrawing) {
    isDrawing = true;
    requestAnimationFrame(draw);
  }
}

function draw(): void {
  isDrawing = false;
  const quotes = market.quotes();
  board.show(quotes, performance.now());
  const { isStorm, left } = market.session();
  document.body.dataset.mood = isStorm ? 'storm' : 'calm';
  write(byId('mood'), isStorm ? 'Storm' : 'Calm');
  write(byId('left'), `for ${Math.ceil(left / ticksPerSecond)} s`);
  const quote = quotes.find(({ key }) => key === chosen);
  if (quote === undefined) return;
  write(byId('chosen'), `${quote.symbol} ${quote.company}`);
  write(byId('price'), `${dollars(quote.last)}  ${change(quote.last, quote.open)}`);
  const news = shown.follow(market);
  if (news === 'all') showAll();
  if (news !== 'none') showComplete();
  chart.update(making.seen(market.candle, quote.last));
}

/** A stock that was chosen, a stream that began anew, or candles that nobody saw being made. */
function showAll(): void {
  making.forget();
  chart.show(market.candles(chosen), market.tick / ticksPerSecond);
  board.choose(chosen);
}

function showComplete(): void {
  for (const { key } of market.quotes()) {
    const candles = market.candles(key);
    board.spark(key, candles);
    const last = candles.at(-1);
    // What this page saw of it was a part.
    if (key === chosen && last !== undefined) chart.update(last);
  }
}

function choose(key: number): void {
  chosen = key;
  shown.forget();
  draw();
}

function tell(events: readonly [number, string, { storm?: boolean }][]): void {
  const last = events.at(-1);
  if (last?.[1] === 'session')
    write(byId('told'), last[2].storm ? 'A storm begins.' : 'The market is calm again.');
}

function stateChanged(next: FeedState): void {
  if (state === next) return;
  state = next;
  document.body.dataset.feed = next;
  if (next === 'lost') write(byId('told'), 'The stream was cut. Your browser is opening it again.');
  else write(byId('told'), 'Live.');
}

function showMeters(): void {
  const now = performance.now();
  const out = frames.rate(now);
  const size = bytes.rate(now);
  write(byId('in'), updatesIn === null ? '–' : count(updatesIn));
  write(byId('out'), out === null ? '–' : out.toFixed(out < 9.95 ? 1 : 0));
  write(byId('bytes'), size === null ? '–' : count(size));
}

function rate(): number {
  return Number(document.querySelector<HTMLInputElement>('#rates input:checked')?.value ?? 1);
}

function openStream(): void {
  frames.reset();
  bytes.reset();
  feed.open(rate());
  write(byId('line'), `new EventSource('${location.origin}${Feed.address(rate())}')`);
}

byId('rates').addEventListener('change', openStream);
setInterval(() => {
  if (!document.hidden) showMeters();
}, metersMs);
openStream();
