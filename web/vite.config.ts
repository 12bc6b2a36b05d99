import { readFileSync } from "node:fs";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

/** The font's licence asks to go where the font goes. */
function fontLicence() {
  return {
    name: "font-licence",
    generateBundle(this: { emitFile(file: object): string }) {
      const source = readFileSync("node_modules/@fontsource/atkinson-hyperlegible-next/LICENSE");
      this.emitFile({ type: "asset", fileName: "licence-of-the-font.txt", source });
    },
  };
}

// Everything lies in one folder and finds its neighbours there, so that a site works from any
// path. Names are plain: a folder is published whole, never piece by piece.
export default defineConfig({
  base: "./",
  plugins: [svelte(), fontLicence()],
  build: {
    outDir: "../src/leftbehind/show/site/page",
    emptyOutDir: true,
    license: { fileName: "licences.md" }, // of what is bundled, for whoever hands it on
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
