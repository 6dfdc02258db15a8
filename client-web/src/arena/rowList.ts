import type { Row, Table } from '../sdk/index.ts';

/**
 * What `make` reads of each row of a table, in a list that is kept up with it. For what is looked at in every frame: a row works its
 * columns out each time they are read, and walking over a table makes garbage.
 */
export function rowList<Fields, Copy>(
  table: Table<Fields>,
  make: (fields: Readonly<Fields>, key: number) => Copy,
): readonly Copy[] {
  const rows: Row<Fields>[] = [];
  const list: Copy[] = [];
  const add = (row: Row<Fields>) => {
    rows.push(row);
    list.push(make(row.fields, row.key));
  };
  for (const row of table.rows()) add(row);
  table.onAdd(add);
  table.onChange((row) => {
    list[rows.indexOf(row)] = make(row.fields, row.key);
  });
  table.onRemove((row) => {
    const index = rows.indexOf(row);
    rows.splice(index, 1);
    list.splice(index, 1);
  });
  return list;
}
