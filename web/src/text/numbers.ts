/** Numbers as they are shown: commas, a true minus, units, places in an order. */

import { say } from "./messages.ts";

let language = "en-GB";
const formats = new Map<number, Intl.NumberFormat>();

export function speak(other: string): void {
  language = other;
  formats.clear();
}

/** A number with commas and a true minus: −1,234.6. */
export function plain(value: number, digits = 0): string {
  let format = formats.get(digits);
  if (!format) {
    format = new Intl.NumberFormat(language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      roundingMode: "halfEven", // as Python rounds
    } as Intl.NumberFormatOptions);
    formats.set(digits, format);
  }
  const text = format.format(value);
  return (/[1-9]/.test(text) ? text : text.replace("-", "")).replace("-", "−");
}

/** A difference with its sign: +6.5. */
export function signed(value: number, digits = 1): string {
  const text = plain(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A figure with its unit; nothing is said to be no figure. */
export function figure(value: number | null | undefined, digits: number, unit: string): string {
  if (value === null || value === undefined || Number.isNaN(value)) return say("no-figure");
  const text = plain(value, digits);
  if (unit === "%") return `${text}%`;
  return unit ? `${text} ${unit}` : text;
}

/** A share as a percentage: 22.5%. */
export function percent(share: number, digits = 1): string {
  return `${plain(share * 100, digits)}%`;
}

/** A place in an order, with its ending: 12th. */
export function ordinal(number: number): string {
  return say("ordinal", { number, text: plain(number) });
}

/** So many ranks, in words. */
export function ranks(number: number): string {
  return say("ranks", { number, text: plain(number) });
}
