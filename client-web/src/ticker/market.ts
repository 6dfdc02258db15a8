/** What the room's frames say, kept as it comes: tables of rows, with values by column. */
export type Value = number | string;

type Frame = readonly unknown[];

interface Table {
  readonly columns: readonly string[];
  /** What a row has before anything is known of it. */
  readonly blank: readonly Value[];
  readonly rows: Map<number, Value[]>;
}

export interface Quote {
  readonly key: number;
  readonly symbol: string;
  readonly company: string;
  /** In cents, as are the other prices. */
  readonly last: number;
  readonly spread: number;
  readonly open: number;
  readonly volume: number;
}

export interface Candle {
  readonly number: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export interface Session {
  readonly isStorm: boolean;
  /** Ticks until the next session. */
  readonly left: number;
  /** Trades since the room began. */
  readonly updates: number;
}

export const ticksPerSecond = 60;
export const ticksPerCandle = 300;
const keysPerCandle = 100;

/** A copy of the market that follows the stream: one `full`, then a `delta` from where it stands. */
export class Market {
  /** The tick of the state held; 0 before the first. */
  tick = 0;
  epoch = '';
  #tables: Table[] = [];
  #byName = new Map<string, Table>();

  /** @returns false for a delta that does not fit: the stream has to be opened anew. */
  apply(frame: Frame): boolean {
    if (frame[0] === 'full') {
      const [, , , , epoch, tick, schema, tables] = frame;
      this.#begin(schema as [string, [string, string, number][]][]);
      this.epoch = epoch as string;
      this.#change(tick as number, tables);
    } else if (frame[0] === 'delta') {
      const [, , , from, tick, tables] = frame;
      if (from !== this.tick) return false;
      this.#change(tick as number, tables);
    }
    return true;
  }

  quotes(): Quote[] {
    const table = this.#byName.get('quotes');
    if (table === undefined) return [];
    return [...table.rows].map(([key, row]) => ({
      key,
      symbol: String(value(table, row, 'symbol')),
      company: String(value(table, row, 'company')),
      last: Number(value(table, row, 'last')),
      spread: Number(value(table, row, 'spread')),
      open: Number(value(table, row, 'open')),
      volume: Number(value(table, row, 'volume')),
    }));
  }

  session(): Session {
    const table = this.#byName.get('market');
    const row = table?.rows.get(1);
    if (table === undefined || row === undefined) return { isStorm: false, left: 0, updates: 0 };
    return {
      isStorm: value(table, row, 'storm') === 1,
      left: Math.max(0, Number(value(table, row, 'ends')) - this.tick),
      updates: Number(value(table, row, 'updates')),
    };
  }

  /** The complete candles of a stock, oldest first. */
  candles(stock: number): Candle[] {
    const table = this.#byName.get('candles');
    if (table === undefined) return [];
    const found: Candle[] = [];
    for (const [key, row] of table.rows) {
      const number = Math.floor(key / keysPerCandle);
      if (key - number * keysPerCandle !== stock) continue;
      found.push({
        number,
        open: Number(value(table, row, 'open')),
        high: Number(value(table, row, 'high')),
        low: Number(value(table, row, 'low')),
        close: Number(value(table, row, 'close')),
      });
    }
    return found.sort((one, other) => one.number - other.number);
  }

  /** The number of the candle that is being made. */
  get candle(): number {
    return Math.floor((this.tick - 1) / ticksPerCandle);
  }

  #begin(schema: [string, [string, string, number][]][]): void {
    this.#tables = schema.map(([, columns]) => ({
      columns: columns.map(([name]) => name),
      blank: columns.map(([, type]) => (type === 'text' ? '' : 0)),
      rows: new Map(),
    }));
    this.#byName = new Map(schema.map(([name], i) => [name, this.#tables[i] as Table]));
  }

  #change(tick: number, tables: unknown): void {
    this.tick = tick;
    for (const [index, removed, rows] of tables as [number, number[], number[][]][]) {
      const table = this.#tables[index] as Table;
      for (const key of removed) table.rows.delete(key);
      for (const [key, mask, ...values] of rows as [number, number, ...Value[]][]) {
        const row = table.rows.get(key) ?? [...table.blank];
        table.rows.set(key, row);
        let next = 0;
        for (let column = 0; column < table.columns.length; column++) {
          if ((mask >>> column) & 1) row[column] = values[next++] as Value;
        }
      }
    }
  }
}

function value(table: Table, row: readonly Value[], column: string): Value {
  return row[table.columns.indexOf(column)] ?? 0;
}
