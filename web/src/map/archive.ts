/** The archive of tiles: read in pieces where the server can, whole where it cannot. */

import type { RangeResponse, Source } from "pmtiles";
import { FileProblem } from "../files/fetch.ts";

export class Archive implements Source {
  /** Bytes of the whole archive, once a server has said so; NaN before. */
  size = NaN;
  #whole: Promise<ArrayBuffer> | null = null;

  constructor(readonly file: string) {}

  getKey(): string {
    return this.file;
  }

  async getBytes(offset: number, length: number, signal?: AbortSignal): Promise<RangeResponse> {
    if (this.#whole) return this.#piece(offset, length);
    let answer: Response;
    try {
      const range = `bytes=${offset}-${offset + length - 1}`;
      answer = await fetch(this.file, { headers: { range }, ...(signal ? { signal } : {}) });
      if (answer.status === 206) {
        this.size = Number(answer.headers.get("content-range")?.split("/")[1] ?? NaN);
        return { data: await answer.arrayBuffer() };
      }
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new FileProblem("missing", this.file);
    }
    if (answer.status !== 200) throw new FileProblem("missing", this.file);
    // A server that knows no ranges sends everything at the first question: keep it.
    this.#whole ??= answer.arrayBuffer().catch(() => {
      this.#whole = null; // so that it can be tried again
      throw new FileProblem("missing", this.file);
    });
    return this.#piece(offset, length);
  }

  async #piece(offset: number, length: number): Promise<RangeResponse> {
    const whole = await this.#whole!;
    this.size = whole.byteLength;
    return { data: whole.slice(offset, offset + length) };
  }
}
