/** The map: areas coloured by class, larger areas as lines and names, a chosen place marked. */

import {
  addProtocol,
  Map as Drawn,
  prewarm,
  setWorkerUrl,
  type ExpressionSpecification,
  type StyleSpecification,
} from "maplibre-gl";
import worker from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { PMTiles, Protocol } from "pmtiles";
import type { Study } from "../engine/study.ts";
import { FileProblem } from "../files/fetch.ts";
import type { Colouring } from "../measure/measures.ts";
import { NONE } from "../measure/measures.ts";
import type { Camera, Ground } from "../state/address.ts";
import { say } from "../text/messages.ts";
import { colour, isHatched, token, type Mode } from "../ui/look.ts";
import { Archive } from "./archive.ts";

const FONT = ["Atkinson Hyperlegible Next", "sans-serif"];

export interface Heard {
  /** The pointer is over a row, at x and y of the container; −1: over none. */
  over(row: number, x: number, y: number): void;
  picked(row: number): void;
  moved(camera: Camera): void;
  drawn(): void;
  failed(error: unknown): void;
}

/** Make an archive ready to be drawn, once it is known to be there and whole. */
async function checked(file: string): Promise<void> {
  const source = new Archive(file);
  const archive = new PMTiles(source);
  const { tileDataOffset, tileDataLength } = await archive.getHeader().catch((error: unknown) => {
    throw error instanceof FileProblem ? error : new FileProblem("broken", file);
  });
  if (source.size < tileDataOffset + (tileDataLength ?? 0)) throw new FileProblem("broken", file);
  protocol.add(archive);
}

const protocol = new Protocol({ errorOnMissingTile: false });
addProtocol("pmtiles", protocol.tile);
setWorkerUrl(worker);
prewarm(); // its workers come while the tiles do

export class AreaMap {
  readonly #map: Drawn;
  readonly #study: Study;
  #ground: Ground = "land";
  #mode: Mode;
  #of: Uint8Array = new Uint8Array();
  #palette: string[] = [];
  /** Classes that are hatched. */
  #hatched: number[] = [];
  #marked: number[] = [];
  #asked: [Colouring, Ground, Mode] | null = null;
  readonly #opened: Set<Ground>;
  readonly #heard: Heard;
  #ready = false;
  #later: (() => void)[] = [];

  /**
   * Draw a map.
   *
   * @throws FileProblem if the tiles cannot be read, or Error if the browser has no WebGL.
   */
  static async in(
    container: HTMLElement,
    study: Study,
    mode: Mode,
    ground: Ground,
    camera: Camera | null,
    heard: Heard,
  ): Promise<AreaMap> {
    await checked(study.tiles[ground] ?? "");
    return new AreaMap(container, study, mode, ground, camera, heard);
  }

  private constructor(
    container: HTMLElement,
    study: Study,
    mode: Mode,
    ground: Ground,
    camera: Camera | null,
    heard: Heard,
  ) {
    this.#study = study;
    this.#heard = heard;
    this.#opened = new Set([ground]);
    this.#ground = ground;
    this.#mode = mode;
    this.#map = new Drawn({
      container,
      style: this.#style(),
      ...(camera
        ? { center: [camera.longitude, camera.latitude], zoom: camera.zoom }
        : study.bounds
          ? { bounds: study.bounds, fitBoundsOptions: { padding: 16 } }
          : {}),
      minZoom: 3,
      maxZoom: 14,
      attributionControl: false,
      locale: { "Map.Title": say("web-map-canvas") },
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      fadeDuration: 0, // names stand as soon as the map does
      canvasContextAttributes: { preserveDrawingBuffer: true }, // so that it can be printed
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.on("load", () => {
      this.#ready = true;
      for (const one of this.#later) one();
      this.#later = [];
      this.#map.once("idle", () => heard.drawn());
    });
    this.#map.on("styleimagemissing", ({ id }) => {
      if (id === hatchOf(this.#mode)) this.#map.addImage(id, hatching(this.#mode));
    });
    this.#map.on("error", (event) => heard.failed(event.error));
    this.#map.on("moveend", () => {
      const { lng, lat } = this.#map.getCenter();
      heard.moved({ zoom: this.#map.getZoom(), latitude: lat, longitude: lng });
    });
    const rowAt = (point: { x: number; y: number }): number => {
      const [found] = this.#map.queryRenderedFeatures([point.x, point.y], { layers: ["areas"] });
      return typeof found?.id === "number" ? found.id : -1;
    };
    this.#map.on("mousemove", (event) => {
      const row = this.#ready ? rowAt(event.point) : -1;
      this.#map.getCanvas().style.cursor = row < 0 ? "" : "pointer";
      heard.over(row, event.point.x, event.point.y);
    });
    this.#map.on("mouseout", () => heard.over(-1, 0, 0));
    this.#map.on("click", (event) => heard.picked(rowAt(event.point)));
  }

  /** Colour areas; only those whose class is another than before are touched. */
  paint(colouring: Colouring, ground: Ground, mode: Mode): void {
    this.#asked = [colouring, ground, mode];
    if (!this.#opened.has(ground)) {
      checked(this.#study.tiles[ground] ?? "").then(() => {
        this.#opened.add(ground);
        this.paint(...this.#asked!); // it may be another by now
      }, this.#heard.failed);
      return;
    }
    this.#when(() => {
      const palette = colouring.classes.map((one) => colour(one.paint, mode));
      const hatched = colouring.classes.flatMap(({ paint }, at) => (isHatched(paint) ? [at] : []));
      const isNew = ground !== this.#ground;
      if (isNew || mode !== this.#mode) {
        [this.#ground, this.#mode, this.#palette] = [ground, mode, palette];
        this.#hatched = hatched;
        this.#map.setStyle(this.#style(), { diff: true });
      } else {
        if (palette.join() !== this.#palette.join()) {
          this.#palette = palette;
          this.#map.setPaintProperty("areas", "fill-color", fillOf(palette, mode));
        }
        if (hatched.join() !== this.#hatched.join()) {
          this.#hatched = hatched;
          this.#map.setPaintProperty("hatched", "fill-opacity", onlyOf(hatched));
          this.#map.setLayoutProperty("hatched", "visibility", shownIf(hatched));
        }
      }
      const { of } = colouring;
      for (let row = 0; row < of.length; row++) {
        if (isNew || of[row] !== this.#of[row]) this.#put(row, of[row]!);
      }
      this.#of = of;
    });
  }

  /** Draw a line around places. */
  mark(rows: number[]): void {
    this.#marked = rows;
    this.#when(() => this.#map.setFilter("marked", markedOf(rows)));
  }

  /** Go to a point, near enough to see a neighbourhood. */
  goTo([longitude, latitude]: [number, number], zoom: number): void {
    this.#when(() => {
      const near = Math.max(this.#map.getZoom(), zoom);
      this.#map.easeTo({ center: [longitude, latitude], zoom: near, duration: 150 });
    });
  }

  fit(bounds: [number, number, number, number]): void {
    this.#when(() => this.#map.fitBounds(bounds, { padding: 24, duration: 150, maxZoom: 11 }));
  }

  zoom(by: number): void {
    this.#when(() => this.#map.zoomTo(this.#map.getZoom() + by, { duration: 150 }));
  }

  whole(): void {
    if (this.#study.bounds) this.fit(this.#study.bounds);
  }

  resize(): void {
    this.#map.resize();
  }

  remove(): void {
    this.#map.remove();
  }

  #when(act: () => void): void {
    if (this.#ready) act();
    else this.#later.push(act);
  }

  #style(): StyleSpecification {
    return styleOf(
      this.#study,
      this.#mode,
      this.#ground,
      this.#palette,
      this.#hatched,
      this.#marked,
    );
  }

  #put(row: number, at: number): void {
    this.#map.setFeatureState({ source: this.#ground, sourceLayer: "areas", id: row }, { at });
  }
}

/** The colour of each class. */
function fillOf(palette: string[], mode: Mode): ExpressionSpecification {
  const cases = palette.flatMap((one, at) => [at, one]);
  const none = token("paper", mode);
  return ["match", AT, -1, none, ...cases, none] as unknown as ExpressionSpecification;
}

/** The class of an area, as the map knows it. */
const AT: ExpressionSpecification = ["coalesce", ["feature-state", "at"], NONE];

/** What is seen of areas of these classes alone. */
function onlyOf(classes: number[]): ExpressionSpecification | number {
  return classes.length ? ["match", AT, classes, 1, 0] : 0;
}

const shownIf = (classes: number[]) => (classes.length ? "visible" : "none");

const hatchOf = (mode: Mode): string => `hatch-${mode}`;

/** Stripes of the colour of paper, slanted, that are laid over the colour of an area. */
function hatching(mode: Mode): { width: number; height: number; data: Uint8Array } {
  const [size, stripe] = [6, 2];
  const number = Number.parseInt(token("paper", mode).slice(1), 16);
  const data = new Uint8Array(size * size * 4);
  for (let at = 0; at < size * size; at++) {
    const isStripe = ((at % size) + Math.floor(at / size)) % size < stripe;
    data.set([number >> 16, (number >> 8) & 255, number & 255, isStripe ? 255 : 0], at * 4);
  }
  return { width: size, height: size, data };
}

const markedOf = (rows: number[]): ExpressionSpecification => ["in", ["id"], ["literal", rows]];

function styleOf(
  study: Study,
  mode: Mode,
  ground: Ground,
  palette: string[],
  hatched: number[],
  marked: number[],
): StyleSpecification {
  const outlined = study.larger.find((one) => one.outlined)?.name ?? "";
  const source = ground;
  const halo = { "text-halo-color": token("paper", mode), "text-halo-width": 1.5 };
  const names = (id: string, outline: boolean, size: number, from: number, to: number) => ({
    id,
    type: "symbol" as const,
    source,
    "source-layer": "names",
    filter: [outline ? "==" : "!=", ["get", "by"], outlined] as ExpressionSpecification,
    minzoom: from,
    maxzoom: to,
    layout: {
      "text-field": ["get", "title"] as ExpressionSpecification,
      "text-font": FONT,
      "text-size": size,
      "text-max-width": 8,
      "text-padding": 8,
    },
    paint: { "text-color": token("ink", mode), ...halo },
  });
  return {
    version: 8,
    sources: { [source]: { type: "vector", url: `pmtiles://${study.tiles[ground]}` } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": token("sea", mode) } },
      {
        id: "areas",
        type: "fill",
        source,
        "source-layer": "areas",
        paint: {
          "fill-color": palette.length ? fillOf(palette, mode) : token("neither", mode),
          // Below the zoom where lines are drawn, soft edges would lighten small areas.
          "fill-antialias": false,
        },
      },
      {
        id: "hatched",
        type: "fill",
        source,
        "source-layer": "areas",
        layout: { visibility: shownIf(hatched) },
        paint: {
          "fill-pattern": hatchOf(mode),
          "fill-opacity": onlyOf(hatched),
          "fill-antialias": false,
        },
      },
      {
        id: "edges",
        type: "line",
        source,
        "source-layer": "areas",
        minzoom: 9,
        paint: { "line-color": token("paper", mode), "line-width": 0.6 },
      },
      {
        id: "districts",
        type: "line",
        source,
        "source-layer": "larger",
        filter: ["!=", ["get", "by"], outlined],
        minzoom: 7,
        paint: { "line-color": token("edge", mode), "line-width": 0.7 },
      },
      {
        id: "regions",
        type: "line",
        source,
        "source-layer": "larger",
        filter: ["==", ["get", "by"], outlined],
        paint: { "line-color": token("ink", mode), "line-width": 0.8 },
      },
      {
        id: "marked",
        type: "line",
        source,
        "source-layer": "areas",
        filter: markedOf(marked),
        paint: { "line-color": token("ink", mode), "line-width": 3 },
      },
      names("district-names", false, 12, 8, 24),
      names("region-names", true, 13, 3, 8),
    ],
  };
}
