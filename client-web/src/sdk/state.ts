import { Emitter, type Unsubscribe } from './emitter.ts';
import { ProtocolError } from './errors.ts';
import type { DeltaFrame, FullFrame, TableChanges } from './serverFrames.ts';
import { ChangeLog, ReplicatedTable, type Table } from './table.ts';

/** The replicated state of a room, as of one tick. */
export interface RoomState {
  /** The tick this state is of; 0 while there is none. */
  readonly tick: number;
  /** The highest input number of our seat that is applied in this state. */
  readonly appliedInput: number;
  /**
   * A table by name. It can be asked for before the room's schema is known: it is empty until then, and the
   * same object afterwards. `Fields` names its columns; a game's page declares them.
   */
  table<Fields>(name: string): Table<Fields>;
  /** After each frame of state and the listeners of its rows. */
  onUpdate(listener: (tick: number) => void): Unsubscribe;
}

/** Keeps the tables in step with what the server sends. */
export class ReplicatedState implements RoomState {
  readonly #changes = new ChangeLog();
  readonly #byName = new Map<string, ReplicatedTable>();
  readonly #updated = new Emitter<[number]>();
  #bySchema: ReplicatedTable[] = [];
  #tick = 0;
  #isBaseline = false;
  #appliedInput = 0;

  get tick(): number {
    return this.#tick;
  }

  get appliedInput(): number {
    return this.#appliedInput;
  }

  table<Fields>(name: string): Table<Fields> {
    // The columns are the game's promise; nothing here could check them before a schema has come.
    return this.#open(name) as unknown as Table<Fields>;
  }

  onUpdate(listener: (tick: number) => void): Unsubscribe {
    return this.#updated.on(listener);
  }

  applyFull(frame: FullFrame): void {
    try {
      this.#replace(frame);
    } catch (error) {
      this.#giveUp();
      throw error;
    }
    this.#applied(frame);
  }

  /** False, and nothing changed, when the delta starts from another state than the one held. */
  applyDelta(frame: DeltaFrame): boolean {
    if (!this.#isBaseline || frame.from !== this.#tick) return false;
    const { tables } = frame;
    try {
      if (tables instanceof Int32Array) this.#applyIntegers(tables);
      else for (let i = 0; i < tables.length; i++) this.#applyTable(tables[i] as TableChanges);
    } catch (error) {
      this.#giveUp();
      throw error;
    }
    this.#applied(frame);
    return true;
  }

  /** What is held is not to be trusted as the start of a delta any more. */
  forgetBaseline(): void {
    this.#tick = 0;
    this.#isBaseline = false;
  }

  #replace(frame: FullFrame): void {
    this.#bySchema = frame.schema.map(([name, columns]) => {
      const table = this.#open(name);
      table.setColumns(columns);
      return table;
    });
    const changes = new Map(frame.tables.map((table) => [table[0], table]));
    for (const index of changes.keys()) this.#at(index);
    this.#bySchema.forEach((table, index) => {
      table.replace(changes.get(index)?.[2] ?? []);
    });
    for (const table of this.#byName.values()) if (!this.#bySchema.includes(table)) table.clear();
  }

  /** The tables are half way; whoever mirrors them must be half way too, until a full state mends both. */
  #giveUp(): void {
    this.forgetBaseline();
    this.#changes.flush();
  }

  #applied(frame: FullFrame | DeltaFrame): void {
    this.#tick = frame.tick;
    this.#isBaseline = true;
    this.#appliedInput = frame.input;
    this.#changes.flush();
    this.#updated.emit(frame.tick);
  }

  /** By index, here and in what it calls: for thirty states a second the objects of iterators are garbage that counts. */
  #applyTable(change: TableChanges): void {
    const removed = change[1];
    const rows = change[2];
    const table = this.#at(change[0]);
    for (let i = 0; i < removed.length; i++) table.remove(removed[i] as number);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      if (!Array.isArray(row)) throw new ProtocolError('A row is an array.');
      table.apply(row, 0, row.length);
    }
  }

  /** The same of a delta that came as integers side by side. */
  #applyIntegers(all: Int32Array): void {
    let at = 0;
    for (let tables = all[at++] as number; tables > 0; tables--) {
      const table = this.#at(all[at++] as number);
      for (let removed = all[at++] as number; removed > 0; removed--) table.remove(all[at++] as number);
      for (let rows = all[at++] as number; rows > 0; rows--) {
        const end = at + 1 + (all[at] as number);
        table.apply(all, at + 1, end);
        at = end;
      }
    }
  }

  #at(index: number): ReplicatedTable {
    const table = this.#bySchema[index];
    if (table === undefined) throw new ProtocolError(`There is no table ${index} in the schema.`);
    return table;
  }

  #open(name: string): ReplicatedTable {
    let table = this.#byName.get(name);
    if (table === undefined) {
      table = new ReplicatedTable(name, this.#changes);
      this.#byName.set(name, table);
    }
    return table;
  }
}
