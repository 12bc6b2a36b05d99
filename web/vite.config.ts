import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

// Everything lies in one folder and finds its neighbours there, so that a site works from any
// path. Names are plain: a folder is published whole, never piece by piece.
export default defineConfig({
  base: "./",
  plugins: [svelte()],
  build: {
    outDir: "../src/leftbehind/show/site/page",
    emptyOutDir: true,
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_200,
    target: "es2022",
    rollupOptions: {
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        // Some servers do not know what an .mjs is.
        assetFileNames: ({ names }) => (names[0] ?? "").replace(/\.mjs$/, ".js"),
      },
    },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
