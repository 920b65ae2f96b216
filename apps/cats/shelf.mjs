// @ts-check
import { CATS } from "./pictures/memes.mjs";

/** The numbers of all pictures, from 1. */
const NUMBERS = CATS.map((_, index) => index + 1);

/** The pictures that remain in one container. */
export function createShelf() {
  const remaining = new Set(NUMBERS);

  /** @param {string} text A number as it stands in a path; "01" is none. */
  const numberOf = (text) => (/^[1-9]\d*$/.test(text) ? Number(text) : 0);

  return {
    /** A picture by its number, unless it was deleted or has never been. @param {string} text */
    picture: (text) => (remaining.has(numberOf(text)) ? CATS[numberOf(text) - 1] : undefined),

    /** @param {string} text @returns {boolean} Whether it was there. */
    remove: (text) => remaining.delete(numberOf(text)),

    reset() {
      for (const number of NUMBERS) remaining.add(number);
    },

    /** The remaining ones in the form that the workshop shows. They are SVG, but their names end as they always did. */
    list: () => Object.fromEntries(NUMBERS.filter((n) => remaining.has(n)).map((n) => [`${n}.jpg`, "true"])),

    /** One of all pictures, the deleted ones too. @param {number} luck At least 0 and less than 1. */
    draw: (luck) => Math.floor(luck * NUMBERS.length) + 1,

    remaining: () => remaining.size,
    size: NUMBERS.length,
  };
}
