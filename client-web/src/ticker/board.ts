import { write } from '../look/elements.ts';
import { ask, bid, change, dollars, short } from './format.ts';
import type { Candle, Quote } from './market.ts';

const flashMs = 700;
const sparkWidth = 96;
const sparkHeight = 28;
const svgNames = 'http://www.w3.org/2000/svg';

interface Line {
  readonly row: HTMLTableRowElement;
  readonly button: HTMLButtonElement;
  readonly spark: SVGPolylineElement;
  readonly last: HTMLElement;
  readonly change: HTMLElement;
  readonly bid: HTMLElement;
  readonly ask: HTMLElement;
  readonly volume: HTMLElement;
  price: number;
  flashed: number;
}

/** The table of quotes. A price that moved lights up, at most as often as the eye can follow. */
export class Board {
  readonly #lines = new Map<number, Line>();
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');

  constructor(
    private readonly place: HTMLElement,
    private readonly onChoose: (key: number) => void,
  ) {}

  show(quotes: readonly Quote[], now: number): void {
    for (const quote of quotes) {
      let line = this.#lines.get(quote.key);
      if (line === undefined) {
        line = this.#add(quote);
        this.#lines.set(quote.key, line);
      }
      write(line.last, dollars(quote.last));
      write(line.change, change(quote.last, quote.open));
      line.change.dataset.way = way(quote.last - quote.open);
      write(line.bid, dollars(bid(quote.last, quote.spread)));
      write(line.ask, dollars(ask(quote.last, quote.spread)));
      write(line.volume, short(quote.volume));
      this.#flash(line, quote.last, now);
    }
  }

  choose(key: number): void {
    for (const [other, line] of this.#lines) {
      line.row.toggleAttribute('data-chosen', other === key);
      line.button.setAttribute('aria-pressed', String(other === key));
    }
  }

  spark(key: number, candles: readonly Candle[]): void {
    const line = this.#lines.get(key);
    if (line === undefined || candles.length < 2) return;
    const closes = candles.map(({ close }) => close);
    const low = Math.min(...closes);
    const span = Math.max(1, Math.max(...closes) - low);
    const step = sparkWidth / (closes.length - 1);
    const points = closes.map((close, i) => {
      const y = sparkHeight - 2 - ((close - low) / span) * (sparkHeight - 4);
      return `${(i * step).toFixed(1)},${y.toFixed(1)}`;
    });
    line.spark.setAttribute('points', points.join(' '));
    line.spark.dataset.way = way((closes.at(-1) ?? 0) - (closes[0] ?? 0));
  }

  #add(quote: Quote): Line {
    const row = document.createElement('tr');
    row.dataset.testid = quote.symbol;
    const name = document.createElement('th');
    name.scope = 'row';
    const button = document.createElement('button');
    button.type = 'button';
    const company = document.createElement('small');
    company.textContent = quote.company;
    button.append(quote.symbol, company);
    button.addEventListener('click', () => this.onChoose(quote.key));
    name.append(button);
    const svg = document.createElementNS(svgNames, 'svg');
    svg.setAttribute('viewBox', `0 0 ${sparkWidth} ${sparkHeight}`);
    svg.setAttribute('aria-hidden', 'true');
    const spark = document.createElementNS(svgNames, 'polyline');
    svg.append(spark);
    const drawn = document.createElement('td');
    drawn.className = 'wide spark';
    drawn.append(svg);
    row.append(name, drawn);
    this.place.append(row);
    return {
      row,
      button,
      spark,
      last: cell(row, 'last'),
      change: cell(row, 'change'),
      bid: cell(row, 'bid wide'),
      ask: cell(row, 'ask wide'),
      volume: cell(row, 'volume wide'),
      price: quote.last,
      flashed: 0,
    };
  }

  #flash(line: Line, price: number, now: number): void {
    if (price === line.price) return;
    const moved = way(price - line.price);
    line.price = price;
    line.last.dataset.way = moved;
    if (this.#calm.matches || now - line.flashed < flashMs) return;
    line.flashed = now;
    const colour = moved === 'up' ? 'rgb(126 232 168 / 0.26)' : 'rgb(255 122 107 / 0.26)';
    line.last.animate([{ backgroundColor: colour }, { backgroundColor: 'transparent' }], {
      duration: flashMs,
      easing: 'ease-out',
    });
  }
}

function cell(row: HTMLTableRowElement, classes: string): HTMLTableCellElement {
  const made = row.insertCell();
  made.className = `figure ${classes}`;
  return made;
}

function way(change: number): string {
  return change > 0 ? 'up' : change < 0 ? 'down' : 'level';
}
