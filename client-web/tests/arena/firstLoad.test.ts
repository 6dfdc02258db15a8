import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const most = 150_000;

/** What a browser fetches before the page works: the page, its styles and scripts, and what those import at once. */
function firstLoad(page: string): Map<string, number> {
  const sizes = new Map<string, number>();
  const open = [page];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (sizes.has(path)) continue;
    const text = readFileSync(dist + path);
    sizes.set(path, gzipSync(text).length);
    const named = path.endsWith('.html')
      ? /(?:src|href)="(\/assets\/[^"]+)"/g
      : /(?:\bfrom|\bimport)\s*["']\.\/([^"']+)["']/g;
    if (path.endsWith('.css')) continue;
    for (const [, name = ''] of String(text).matchAll(named))
      open.push(name.startsWith('/') ? name : `/assets/${name}`);
  }
  return sizes;
}

test.skipIf(!existsSync(`${dist}/arena/index.html`))(
  'The first load of the arena, as it was built last, stays below 150 kB, and the renderer is not in it',
  () => {
    const sizes = firstLoad('/arena/index.html');
    const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    expect([...sizes.keys()].filter((path) => path.endsWith('.js')).length).toBeGreaterThan(3);
    expect([...sizes.keys()].filter((path) => path.endsWith('.css')).length).toBeGreaterThan(0);
    expect([...sizes.keys()].filter((path) => path.includes('renderer'))).toEqual([]);
    expect(total).toBeGreaterThan(10_000);
    expect(total).toBeLessThan(most);
  },
);
