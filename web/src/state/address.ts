/** What the page shows, as the address of the page says it: whoever has the address sees the same. */

import type { Study } from "../engine/study.ts";
import { fixedRule, ownSettings, type Settings } from "../engine/whatif.ts";

export const TABS = ["place", "list", "what-if"] as const;
export type Tab = (typeof TABS)[number];
export type Ground = "land" | "hexagons";
export type Theme = "auto" | "light" | "dark";

export interface Camera {
  zoom: number;
  latitude: number;
  longitude: number;
}

export interface Address {
  /** Codes of the place that is open and of the one beside it; "": none. */
  place: string;
  pin: string;
  measure: string;
  ground: Ground;
  tab: Tab;
  /** The list: text to look for, group shown, larger area ("by:code"), column and direction. */
  find: string;
  group: string;
  inside: string;
  /** The kind of neighbourhood that the list is narrowed to; "": any. */
  kind: string;
  sort: string;
  /** What the reader has moved: only what differs from the study's own. */
  weights: Record<string, number>;
  worst: Record<string, number>;
  atLeast: number | null;
  camera: Camera | null;
  theme: Theme;
  embed: boolean;
}

export const START: Address = {
  place: "",
  pin: "",
  measure: "groups",
  ground: "land",
  tab: "list",
  find: "",
  group: "",
  inside: "",
  kind: "",
  sort: "",
  weights: {},
  worst: {},
  atLeast: null,
  camera: null,
  theme: "auto",
  embed: false,
};

function oneOf<Word extends string>(
  word: string | null,
  words: readonly Word[],
  else_: Word,
): Word {
  return words.find((one) => one === word) ?? else_;
}

/** "a:1,b:2.5" as numbers by name; what is no number is left out. */
function numbers(text: string | null): Record<string, number> {
  const found: Record<string, number> = {};
  for (const pair of (text ?? "").split(",")) {
    const at = pair.lastIndexOf(":");
    const told = pair.slice(at + 1).trim();
    const number = Number(told);
    if (at > 0 && told && Number.isFinite(number) && number >= 0) {
      found[pair.slice(0, at)] = number;
    }
  }
  return found;
}

const pairs = (told: Record<string, number>): string =>
  Object.entries(told)
    .map(([name, number]) => `${name}:${number}`)
    .join(",");

function camera(text: string | null): Camera | null {
  const parts = (text ?? "").split("/");
  if (parts.length !== 3 || !parts.every((part) => part.trim())) return null;
  const [zoom, latitude, longitude] = parts.map(Number) as [number, number, number];
  const inside = zoom >= 0 && zoom <= 24 && Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180;
  return inside ? { zoom, latitude, longitude } : null;
}

/** Read the query of an address; what it does not say, or says wrongly, is as at the start. */
export function read(query: string): Address {
  const told = new URLSearchParams(query);
  const all = Number(told.get("needed"));
  return {
    place: told.get("place") ?? "",
    pin: told.get("beside") ?? "",
    measure: told.get("measure") || START.measure,
    ground: oneOf(told.get("ground"), ["land", "hexagons"], "land"),
    tab: oneOf(told.get("tab"), TABS, told.get("place") ? "place" : START.tab),
    find: told.get("find") ?? "",
    group: told.get("group") ?? "",
    inside: told.get("in") ?? "",
    kind: told.get("kind") ?? "",
    sort: told.get("sort") ?? "",
    weights: numbers(told.get("weights")),
    worst: numbers(told.get("cuts")),
    atLeast: Number.isInteger(all) && all > 0 ? all : null,
    camera: camera(told.get("at")),
    theme: oneOf(told.get("theme"), ["auto", "light", "dark"], "auto"),
    embed: told.has("embed"),
  };
}

/** The query of an address; nothing is said that is as at the start. */
export function write(address: Address): string {
  const told = new URLSearchParams();
  const put = (name: string, text: string, usual = "") => {
    if (text !== usual) told.set(name, text);
  };
  put("place", address.place);
  put("beside", address.pin);
  put("measure", address.measure, START.measure);
  put("ground", address.ground, START.ground);
  put("tab", address.tab, address.place ? "place" : START.tab);
  put("find", address.find);
  put("group", address.group);
  put("in", address.inside);
  put("kind", address.kind);
  put("sort", address.sort);
  put("weights", pairs(address.weights));
  put("cuts", pairs(address.worst));
  put("needed", address.atLeast === null ? "" : String(address.atLeast));
  const { camera } = address;
  if (camera) {
    const [zoom, ...place] = [camera.zoom, camera.latitude, camera.longitude];
    put("at", [zoom.toFixed(2), ...place.map((one) => one.toFixed(4))].join("/"));
  }
  put("theme", address.theme, "auto");
  if (address.embed) told.set("embed", "");
  return told.toString().replace(/%2F/g, "/").replace(/%3A/g, ":").replace(/%2C/g, ",");
}

/** The settings that an address asks for: the study's own, with what it moves. */
export function settingsOf(address: Address, study: Study): Settings {
  const settings = ownSettings(study);
  const list = study.groups.find((group) => group.name === study.list_of);
  if (!list || fixedRule(study)) return settings;
  for (const index of study.indices) {
    if (index.fixed) continue;
    const before = { ...settings.weights };
    for (const part of index.parts) {
      const name = `${index.name}.${part.name}`;
      const asked = address.weights[name];
      if (asked !== undefined) settings.weights[name] = Math.max(asked, part.least);
    }
    const names = index.parts.map((part) => `${index.name}.${part.name}`);
    // Without any weight there is no index.
    if (!names.some((name) => settings.weights[name]! > 0)) settings.weights = before;
  }
  for (const name of Object.keys(settings.worst)) {
    const asked = address.worst[name];
    if (asked !== undefined && asked > 0 && asked <= 1) settings.worst[name] = asked;
  }
  if (address.atLeast !== null && address.atLeast <= list.worst.length) {
    settings.atLeast = address.atLeast;
  }
  return settings;
}
