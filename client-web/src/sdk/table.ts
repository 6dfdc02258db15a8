import { Emitter, type Unsubscribe } from './emitter.ts';
import { ProtocolError } from './errors.ts';
import type { ColumnSchema } from './serverFrames.ts';

type Cell = number | string;

/** One row of a replicated table. The object stays the same for as long as the row exists. */
export interface Row<Fields> {
  readonly key: number;
  /** The columns by name: integers times their quantum, or text. Reads are live. */
  readonly fields: Readonly<Fields>;
  /** The columns as they travel, unscaled, in the order of the schema. */
  readonly raw: readonly (number | string)[];
}

/** A replicated table: the rows that this client sees now, and what changes in them. */
export interface Table<Fields> {
  readonly name: string;
  readonly size: number;
  get(key: number): Row<Fields> | undefined;
  rows(): IterableIterator<Row<Fields>>;
  /** The bit of a column in the mask given to {@link onChange}; 0 for a column that the table does not have. */
  bit(column: string): number;
  /** After the whole frame was applied, so other tables are of the same tick. */
  onAdd(listener: (row: Row<Fields>) => void): Unsubscribe;
  /** `changed` has bit i set when column i was sent. */
  onChange(listener: (row: Row<Fields>, changed: number) => void): Unsubscribe;
  /** The row keeps the last values it had. */
  onRemove(listener: (row: Row<Fields>) => void): Unsubscribe;
}

class ReplicatedRow {
  readonly key: number;
  readonly raw: Cell[];
  readonly fields: object;

  constructor(key: number, raw: Cell[], fields: object) {
    this.key = key;
    this.raw = raw;
    this.fields = fields;
  }
}

const cells = Symbol('cells');

/** Reads named columns from a row's cells; getters on a shared prototype, so a row costs two small objects. */
type FieldsView = { [cells]: Cell[] };

export const rowAdded = 0;
export const rowChanged = 1;
export const rowRemoved = 2;

/** Listeners hear of changes after the whole frame; its arrays are kept from frame to frame. */
export class ChangeLog {
  readonly #kinds: number[] = [];
  readonly #tables: ReplicatedTable[] = [];
  readonly #rows: ReplicatedRow[] = [];
  readonly #masks: number[] = [];
  #length = 0;

  add(kind: number, table: ReplicatedTable, row: ReplicatedRow, mask: number): void {
    if (!table.listens(kind)) return;
    this.#kinds[this.#length] = kind;
    this.#tables[this.#length] = table;
    this.#rows[this.#length] = row;
    this.#masks[this.#length] = mask;
    this.#length++;
  }

  flush(): void {
    const length = this.#length;
    this.#length = 0;
    for (let i = 0; i < length; i++) {
      const row = this.#rows[i];
      if (row !== undefined) this.#tables[i]?.tell(this.#kinds[i] ?? 0, row, this.#masks[i] ?? 0);
    }
  }
}

export class ReplicatedTable {
  readonly name: string;
  readonly #rows = new Map<number, ReplicatedRow>();
  readonly #changes: ChangeLog;
  readonly #added = new Emitter<[ReplicatedRow]>();
  readonly #changed = new Emitter<[ReplicatedRow, number]>();
  readonly #removed = new Emitter<[ReplicatedRow]>();
  #columns: readonly ColumnSchema[] = [];
  #prototype: object = {};

  constructor(name: string, changes: ChangeLog) {
    this.name = name;
    this.#changes = changes;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: number): ReplicatedRow | undefined {
    return this.#rows.get(key);
  }

  rows(): IterableIterator<ReplicatedRow> {
    return this.#rows.values();
  }

  bit(column: string): number {
    const index = this.#columns.findIndex(([name]) => name === column);
    return index < 0 ? 0 : (1 << index) >>> 0;
  }

  onAdd(listener: (row: ReplicatedRow) => void): Unsubscribe {
    return this.#added.on(listener);
  }

  onChange(listener: (row: ReplicatedRow, changed: number) => void): Unsubscribe {
    return this.#changed.on(listener);
  }

  onRemove(listener: (row: ReplicatedRow) => void): Unsubscribe {
    return this.#removed.on(listener);
  }

  listens(kind: number): boolean {
    return this.#emitter(kind).observed;
  }

  tell(kind: number, row: ReplicatedRow, mask: number): void {
    if (kind === rowChanged) this.#changed.emit(row, mask);
    else (kind === rowAdded ? this.#added : this.#removed).emit(row);
  }

  /** Rows of other columns than before are rows of another table: they go first. */
  setColumns(columns: readonly ColumnSchema[]): void {
    if (sameColumns(this.#columns, columns)) return;
    this.clear();
    this.#columns = columns;
    this.#prototype = fieldsPrototype(columns);
  }

  clear(): void {
    for (const row of this.#rows.values()) this.#changes.add(rowRemoved, this, row, 0);
    this.#rows.clear();
  }

  remove(key: number): void {
    const row = this.#rows.get(key);
    if (row === undefined) return;
    this.#rows.delete(key);
    this.#changes.add(rowRemoved, this, row, 0);
  }

  /** Applies one `[key, mask, value…]`, which lies in `cells` from a place to before another. */
  apply(cells: ArrayLike<Cell>, from: number, end: number): void {
    const key = cells[from];
    if (!isKey(key)) throw new ProtocolError('The key of a row is an integer.');
    const known = this.#rows.get(key);
    const row = known ?? this.#create(key);
    const mask = this.#write(row, cells, from, end);
    this.#changes.add(known === undefined ? rowAdded : rowChanged, this, row, mask);
  }

  /** Replaces all rows. Rows that stay keep their object and are told as changed only where they differ. */
  replace(rows: readonly (readonly Cell[])[]): void {
    const gone = new Set(this.#rows.keys());
    for (const change of rows) {
      if (!Array.isArray(change)) throw new ProtocolError('A row is an array.');
      const known = this.#rows.get(change[0] as number);
      if (known === undefined) {
        this.apply(change, 0, change.length);
        continue;
      }
      gone.delete(known.key);
      const before = [...known.raw];
      this.#reset(known);
      this.#write(known, change, 0, change.length);
      const mask = differences(before, known.raw);
      if (mask !== 0) this.#changes.add(rowChanged, this, known, mask);
    }
    for (const key of gone) this.remove(key);
  }

  #create(key: number): ReplicatedRow {
    const raw: Cell[] = [];
    for (let i = 0; i < this.#columns.length; i++) raw.push(this.#columns[i]?.[1] === 'int' ? 0 : '');
    const fields = Object.create(this.#prototype) as FieldsView;
    fields[cells] = raw;
    const row = new ReplicatedRow(key, raw, fields);
    this.#rows.set(key, row);
    return row;
  }

  #reset(row: ReplicatedRow): void {
    for (let i = 0; i < row.raw.length; i++) row.raw[i] = this.#columns[i]?.[1] === 'int' ? 0 : '';
  }

  /** Writes the values that follow and returns the mask that names their columns. */
  #write(row: ReplicatedRow, cells: ArrayLike<Cell>, from: number, end: number): number {
    const mask = cells[from + 1];
    if (typeof mask !== 'number') throw new ProtocolError('The mask of a row is an integer.');
    let at = from + 2;
    let column = 0;
    for (let bits = mask >>> 0; bits !== 0; bits >>>= 1, column++) {
      if ((bits & 1) === 0) continue;
      const value = at < end ? cells[at] : undefined;
      at++;
      const type = this.#columns[column]?.[1];
      const fits =
        type === 'int' ? Number.isSafeInteger(value) : type === 'text' && typeof value === 'string';
      if (!fits) throw new ProtocolError(`Column ${column} of table ${this.name} does not take that value.`);
      row.raw[column] = value as Cell;
    }
    if (at !== end) throw new ProtocolError(`A row of table ${this.name} does not match its mask.`);
    return mask;
  }

  #emitter(kind: number): { readonly observed: boolean } {
    if (kind === rowAdded) return this.#added;
    return kind === rowChanged ? this.#changed : this.#removed;
  }
}

function isKey(value: Cell | undefined): value is number {
  return Number.isSafeInteger(value);
}

function fieldsPrototype(columns: readonly ColumnSchema[]): object {
  const prototype = {};
  columns.forEach(([name, type, quantum], index) => {
    const scaled = type === 'int' && quantum !== 1;
    Object.defineProperty(prototype, name, {
      enumerable: true,
      get: scaled
        ? function (this: FieldsView) {
            return (this[cells][index] as number) * quantum;
          }
        : function (this: FieldsView) {
            return this[cells][index];
          },
    });
  });
  return prototype;
}

function sameColumns(a: readonly ColumnSchema[], b: readonly ColumnSchema[]): boolean {
  if (a.length !== b.length) return false;
  return a.every(([name, type, quantum], i) => {
    const other = b[i];
    return other !== undefined && name === other[0] && type === other[1] && quantum === other[2];
  });
}

function differences(before: readonly Cell[], after: readonly Cell[]): number {
  let mask = 0;
  for (let i = 0; i < after.length; i++) if (before[i] !== after[i]) mask |= 1 << i;
  return mask >>> 0;
}
