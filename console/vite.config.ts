import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** The service to talk to while developing (`npm run dev`); the built console is served by the service itself. */
const service = process.env["ZHIYIN_SERVICE"] ?? "http://127.0.0.1:8420";

export default defineConfig({
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../src/zhiyin/web/static",
    emptyOutDir: true,
    target: "es2022",
    // A data: address would need a wider content security policy than 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { "/v1": service } },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
