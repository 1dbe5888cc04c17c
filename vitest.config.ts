import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@arcface-ts/source', 'node'] },
  ssr: { resolve: { conditions: ['@arcface-ts/source', 'node'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: [new URL('./vitest.setup.ts', import.meta.url).pathname],
    pool: 'forks',
    maxWorkers: 2,
    // Far above what each takes: on a busy machine, time says nothing about the code.
    testTimeout: process.env.PROPERTY_RUNS ? 1_200_000 : 120_000,
    hookTimeout: 120_000,
    passWithNoTests: false,
  },
});
