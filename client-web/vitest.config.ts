import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    // A process and a context for each file cost three times what the tests themselves do; no file leaves globals behind.
    pool: 'threads',
    isolate: false,
    // A busy machine takes its time: the deadline only bounds what hangs.
    testTimeout: 60_000,
  },
});
