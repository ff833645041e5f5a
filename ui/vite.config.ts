import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    // The window's CSP allows fonts from 'self' only, so nothing is inlined as data:.
    assetsInlineLimit: 0,
    target: ["es2022", "safari16.4"],
    // The page is read from the disk: one file starts faster than many.
    chunkSizeWarningLimit: 2000,
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    css: false,
    restoreMocks: true,
    // A bound, not a wait: the tests run beside builds.
    testTimeout: 60_000,
  },
});
