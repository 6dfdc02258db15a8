import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('The guide shows the code of smooth motion as it compiles', () => {
  const [, shown = ''] = read('./orchard.ts').split(/ {2}\/\/ The guide (?:begins|ends)\.\n/);
  const code = shown.replace(/^ {2}/gm, '');
  expect(code.split('\n').length).toBeGreaterThan(30);
  expect(read('../../../../docs/writing-a-game.md')).toContain(code);
});
