/** The store, for every part of the page. */

import { createContext } from "svelte";
import type { Explorer } from "./explorer.svelte.ts";

export const [theExplorer, giveExplorer] = createContext<Explorer>();
