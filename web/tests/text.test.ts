import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { learn, say } from "../src/text/messages.ts";
import { figure, ordinal, percent, plain, ranks, signed, speak } from "../src/text/numbers.ts";
import { learnEnglish } from "./invented.ts";

beforeEach(learnEnglish);

describe("numbers", () => {
  afterEach(() => speak("en-GB"));

  it("have commas at thousands and as many decimals as asked for", () => {
    expect(plain(1234567)).toBe("1,234,567");
    expect(plain(999)).toBe("999");
    expect(plain(1234.56, 1)).toBe("1,234.6");
    expect(plain(2, 2)).toBe("2.00");
  });

  it("have a true minus", () => {
    expect(plain(-1234.56, 1)).toBe("−1,234.6");
    expect(signed(-6.5)).toBe("−6.5");
  });

  it("have no sign where they are shown as zero", () => {
    for (const zero of [0, -0, -0.04, 0.04]) {
      expect(plain(zero, 1)).toBe("0.0");
      expect(signed(zero)).toBe("0.0");
    }
    expect(plain(-0.4)).toBe("0");
    expect(plain(-0.06, 1)).toBe("−0.1");
  });

  it("have a plus where they are a difference", () => {
    expect(signed(6.5)).toBe("+6.5");
    expect(signed(1234, 0)).toBe("+1,234");
  });

  it("are written as another language writes them", () => {
    expect(plain(1234.5, 1)).toBe("1,234.5");
    speak("de");
    expect(plain(-1234.5, 1)).toBe("−1.234,5");
  });
});

describe("figures", () => {
  it("have their unit after them", () => {
    expect(figure(22.5, 1, "%")).toBe("22.5%");
    expect(figure(1234, 0, "years")).toBe("1,234 years");
    expect(figure(7, 0, "")).toBe("7");
    expect(figure(0, 1, "%")).toBe("0.0%");
  });

  it.each([null, undefined, NaN])("are said to be none where there is none: %s", (value) => {
    expect(figure(value, 1, "%")).toBe("no figure");
  });

  it("are percentages where they are shares", () => {
    expect(percent(0.225)).toBe("22.5%");
    expect(percent(1, 0)).toBe("100%");
  });
});

describe("places in an order", () => {
  it("have the ending that is said", () => {
    const said = [1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111, 1002].map(ordinal).join(" ");
    expect(said).toBe("1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th 1,002nd");
  });

  it("are so many ranks apart", () => {
    expect([0, 1, 2, 1500].map(ranks)).toEqual(["0 ranks", "1 rank", "2 ranks", "1,500 ranks"]);
  });
});

describe("messages", () => {
  it("are filled in, without marks around what is filled in", () => {
    expect(say("web-named", { name: "Ash", larger: "Lincoln" })).toBe("Ash, Lincoln");
  });

  it("choose the form that fits", () => {
    expect(say("web-rows", { number: 1, text: "1" })).toBe("1 place.");
    expect(say("web-rows", { number: 1200, text: "1,200" })).toBe("1,200 places.");
    expect(say("web-filter", { name: "near" })).toBe("Narrowly outside");
    expect(say("web-filter", { name: "any" })).toBe("All");
  });

  it("are their names where they are lacking, so that a translation can be begun", () => {
    expect(say("no-such-message")).toBe("no-such-message");
    learn("find = Finde einen Ort\n", "de");
    expect(say("find")).toBe("Finde einen Ort");
    expect(say("web-rows", { number: 1, text: "1" })).toBe("web-rows");
  });

  it("say what can be said where something to fill in is lacking", () => {
    expect(say("web-named", { name: "Ash" })).toContain("Ash, ");
  });
});
