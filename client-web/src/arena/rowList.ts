import type { Row, Table } from '../sdk/index.ts';

/** The rows of a table in a list that is kept up with it: walking over it makes no garbage, which counts in every frame. */
export function rowList<Fields>(table: Table<Fields>): readonly Row<Fields>[] {
  const list = [...table.rows()];
  table.onAdd((row) => list.push(row));
  table.onRemove((row) => list.splice(list.indexOf(row), 1));
  return list;
}
