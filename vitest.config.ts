import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts', 'web/**/*.test.ts'],
    globalSetup: ['tests/setup/start-test-services.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
