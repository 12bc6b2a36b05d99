/** Every sentence of the page, from one message file that can be exchanged for another language. */

import { FluentBundle, FluentNumber, FluentResource, type FluentValue } from "@fluent/bundle";

/** Makes plural rules those of an order; the types of the library do not know it. */
const ORDER = { type: "ordinal" } as Intl.NumberFormatOptions;

export type Arguments = Record<string, string | number>;

let bundle: FluentBundle | null = null;

/** Read the messages of a language. */
export function learn(text: string, language: string): void {
  bundle = new FluentBundle(language, {
    useIsolating: false, // marks around arguments would be read out and copied
    functions: {
      ORDINAL: ([number]: FluentValue[]) => new FluentNumber(Number(number), ORDER),
    },
  });
  bundle.addResource(new FluentResource(text));
}

/**
 * Say a message.
 *
 * @param name Its name in the message file.
 * @param told What it is filled with: numbers already formatted, or plain ones to choose a form.
 * @returns The sentence; its name where the file lacks it, so that a translation can be begun.
 */
export function say(name: string, told: Arguments = {}): string {
  const message = bundle?.getMessage(name);
  if (!bundle || !message?.value) return name;
  return bundle.formatPattern(message.value, told, []);
}
