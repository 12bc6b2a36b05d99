/** The page begins: its three first files are read, and the rest follows when it stands. */

import { mount } from "svelte";
import type { Study } from "./engine/study.ts";
import { areasOf } from "./files/areas.ts";
import { FileProblem, jsonOf, textOf } from "./files/fetch.ts";
import { Explorer } from "./state/explorer.svelte.ts";
import { learn } from "./text/messages.ts";
import { speak } from "./text/numbers.ts";
import App from "./ui/App.svelte";
import "./ui/page.css";

/** Version of the files that this page reads: FORMAT in leftbehind/show/site/about.py. */
const FORMAT = 1;

async function begin(): Promise<void> {
  const [study, messages, told] = await Promise.all([
    jsonOf<Study>("study.json"),
    textOf("messages.ftl"),
    jsonOf<unknown>("areas.json.gz"),
  ]);
  // The map is the largest part: it comes while the list is made.
  if (study.tiles.land) void import("./map/map.ts").catch(() => {}); // said where it is asked for
  if (study.format !== FORMAT) throw new FileProblem("broken", "study.json");
  learn(messages, study.language);
  speak(study.language);
  document.documentElement.lang = study.language;
  document.title = study.title;
  const explorer = new Explorer(study, areasOf(told, "areas.json.gz"), location.search);
  mount(App, { target: document.getElementById("page")!, props: { explorer } });
}

begin().catch((error: unknown) => {
  // Without its first files the page has no words but these.
  const failed = document.getElementById("failed")!;
  failed.querySelector("code")!.textContent = error instanceof FileProblem ? error.file : "";
  failed.hidden = false;
  console.error(error);
});
