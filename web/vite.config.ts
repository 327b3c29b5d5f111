import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const ROOT = import.meta.dirname

/** The folder below `dist/` that the server offers next to the page, as `<api>/ui-assets/`. */
const ASSETS = 'ui-assets'

/**
 * The pages address their assets relative to themselves (`ui-assets/x.js` from `/api/v1/ui`), so they work below any
 * public address. Nothing is inlined and no polyfill is injected: the page's CSP allows our own files only.
 */
export default defineConfig({
  root: ROOT,
  plugins: [react(), compressed()],
  publicDir: false,
  build: {
    outDir: resolve(ROOT, 'dist'),
    emptyOutDir: true,
    assetsDir: ASSETS,
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: [resolve(ROOT, 'connect/index.html'), resolve(ROOT, 'connect/expired.html')],
    },
  },
  experimental: {
    renderBuiltUrl: (filename, { hostType }) => (hostType === 'html' ? filename : { relative: true }),
  },
})

/** Compressed once here rather than at every request. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle() {
      const folder = resolve(ROOT, 'dist', ASSETS)
      for (const name of readdirSync(folder).filter(file => /\.(js|css|svg)$/.test(file))) {
        const bytes = readFileSync(join(folder, name))
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes))
        writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes))
      }
    },
  }
}
