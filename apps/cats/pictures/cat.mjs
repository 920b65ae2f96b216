// @ts-check
import { at, INK, line, outline } from "./frame.mjs";

/**
 * @typedef {object} Coat
 * @property {string} fur
 * @property {string} dark Of stripes, masks and patches.
 * @property {string} light Of the muzzle, the chest and the paws.
 * @property {"plain" | "stripes" | "mask" | "patches" | "blaze"} marking
 * @property {string} iris
 * @property {string} [lines] Of whiskers and closed eyes, where the fur is too dark for the colour of the outlines.
 */

const PALE = "#f1ecf7";

/** @type {Record<"ginger" | "grey" | "black" | "cream" | "tuxedo" | "calico" | "siamese" | "white" | "brown" | "blue", Coat>} */
export const COATS = {
  ginger: { fur: "#f3a34c", dark: "#cd6f26", light: "#fff0d9", marking: "stripes", iris: "#7fbf4d" },
  grey: { fur: "#9aa3b2", dark: "#6b7487", light: "#eef1f5", marking: "stripes", iris: "#f2c230" },
  black: { fur: "#4a4459", dark: "#4a4459", light: "#6b6480", marking: "plain", iris: "#ffd84a", lines: PALE },
  cream: { fur: "#f7dfb4", dark: "#e3bd80", light: "#fffaf0", marking: "stripes", iris: "#5aa9e0" },
  tuxedo: { fur: "#474253", dark: "#474253", light: "#ffffff", marking: "blaze", iris: "#8fd06a", lines: PALE },
  calico: { fur: "#fffaf2", dark: "#e58a35", light: "#ffffff", marking: "patches", iris: "#6fb84f" },
  siamese: { fur: "#f3e4cf", dark: "#6b4f45", light: "#f3e4cf", marking: "mask", iris: "#4aa8ea" },
  white: { fur: "#ffffff", dark: "#e8e3ee", light: "#ffffff", marking: "plain", iris: "#5bb8c9" },
  brown: { fur: "#b98358", dark: "#744628", light: "#f3dfc6", marking: "stripes", iris: "#b7d34a" },
  blue: { fur: "#7f8fb0", dark: "#7f8fb0", light: "#a3b1cd", marking: "plain", iris: "#f0a830" },
};

/** @typedef {"round" | "wide" | "closed" | "happy" | "half" | "wink" | "side"} Eyes */
/** @typedef {"smile" | "flat" | "open" | "smirk"} Mouth */

const HEAD = "M-94 12C-94-58-52-84 0-84S94-58 94 12C94 62 50 84 0 84S-94 62-94 12z";

/** A head about 190 wide and 210 high, its middle at 0, 0. @param {{ coat: Coat, eyes?: Eyes, mouth?: Mouth }} cat */
export function head({ coat, eyes = "round", mouth = "smile" }) {
  return [
    ears(coat),
    `<path fill="${coat.fur}" d="${HEAD}"/>`,
    marking(coat),
    `<path d="${HEAD}" fill="none" ${outline()}/>`,
    bothEyes(eyes, coat),
    muzzle(coat, mouth),
    whiskers(coat),
  ].join("");
}

/** @param {Coat} coat */
function ears(coat) {
  const outer = coat.marking === "mask" ? coat.dark : coat.fur;
  const ear = `<path fill="${outer}" ${outline()} d="M-90-6C-96-48-94-88-84-120Q-80-128-72-122C-50-106-30-92-12-72z"/><path fill="#f4a6a8" d="M-76-48Q-82-78-75-100-54-86-42-70z"/>`;
  const other = coat.marking === "patches" ? ear.replace(outer, INK) : ear;
  return ear + at({ flip: true }, other);
}

/** @param {Coat} coat */
function marking({ marking: kind, dark, light }) {
  switch (kind) {
    case "stripes":
      return `<path ${line(dark, 9)} d="M0-76v34M-24-72l4 26M24-72l-4 26M-86-4l26 4M-86 22l24-3M86-4l-26 4M86 22l-24-3"/>`;
    case "mask":
      return `<ellipse cx="0" cy="22" rx="60" ry="50" fill="${dark}" opacity=".85"/>`;
    case "patches":
      return `<path fill="${dark}" d="M-94 12C-94-50-60-80-22-83-2-50-30-6-62 0Q-80 4-94 12z"/><path fill="${INK}" opacity=".85" d="M94 12C94-50 64-76 34-82 30-54 44-24 70-16Q86-10 94 12z"/>`;
    case "blaze":
      return `<path fill="${light}" d="M0-52C10-20 26 4 52 24 66 60 36 84 0 84S-66 60-52 24C-26 4-10-20 0-52z"/>`;
    case "plain":
      return "";
  }
}

/** @param {Eyes} kind @param {Coat} coat */
function bothEyes(kind, coat) {
  const left = at({ x: -40, y: -4 }, eye(kind, coat));
  const right = at({ x: 40, y: -4, flip: kind !== "side" }, eye(kind === "wink" ? "happy" : kind, coat));
  return left + right;
}

/** @param {Eyes} kind @param {Coat} coat */
function eye(kind, { iris, lines }) {
  const ball = (/** @type {string} */ pupil) =>
    `<ellipse rx="21" ry="23" fill="${iris}" ${outline(4)}/>${pupil}<circle cx="6" cy="-9" r="6" fill="#fff"/>`;
  switch (kind) {
    case "closed":
      return `<path ${line(lines)} d="M-20 0Q0 18 20 0"/>`;
    case "happy":
      return `<path ${line(lines)} d="M-20 8Q0-20 20 8"/>`;
    case "wide":
      return ball(`<ellipse rx="16" ry="18" fill="${INK}"/><circle cx="-5" cy="7" r="3" fill="#fff"/>`);
    case "side":
      return ball(`<ellipse cx="9" cy="2" rx="9" ry="15" fill="${INK}"/>`);
    case "half":
      return `<path fill="${iris}" ${outline(4)} d="M-22-4C-20 28 20 28 22-4z"/><ellipse cy="5" rx="7" ry="11" fill="${INK}"/><path ${line()} d="M-25-4h50"/>`;
    case "round":
    case "wink":
      return ball(`<ellipse rx="8" ry="17" fill="${INK}"/>`);
  }
}

const MOUTHS = {
  smile: "M0 34v8Q-4 56-22 52M0 42Q4 56 22 52",
  flat: "M0 34v10M-18 50Q0 40 18 50",
  smirk: "M0 34v8Q-2 52-16 50M0 42Q8 56 28 44",
  open: "M0 34v6",
};

/** @param {Coat} coat @param {Mouth} mouth */
function muzzle({ light, marking: kind }, mouth) {
  const cheek =
    kind === "mask" || kind === "blaze"
      ? ""
      : `<ellipse cx="-20" cy="44" rx="26" ry="20" fill="${light}"/><ellipse cx="20" cy="44" rx="26" ry="20" fill="${light}"/>`;
  const tongue =
    mouth === "open" ? `<path fill="#e8737f" ${outline(4)} d="M-14 44Q0 38 14 44 14 68 0 68T-14 44z"/>` : "";
  return `${cheek}<path ${line(INK, 4)} d="${MOUTHS[mouth]}"/>${tongue}<path fill="#e98a94" ${outline(3)} d="M-11 22Q0 17 11 22 8 34 0 35-8 34-11 22z"/>`;
}

/** @param {Coat} coat */
function whiskers({ lines }) {
  const side = `<path ${line(lines, 3)} opacity=".75" d="M-58 38L-116 26M-58 46L-118 48M-58 54L-114 70"/>`;
  return side + at({ flip: true }, side);
}

/** The body of a cat that sits, seen from the front: shoulders at 0, 0, paws at 0, 170. @param {Coat} coat */
export function sitting(coat) {
  const toes = (/** @type {number} */ x) =>
    `<path fill="${coat.light}" ${outline()} d="M${x - 32} 172C${x - 36} 142 ${x + 36} 142 ${x + 32} 172z"/><path ${line(INK, 3)} d="M${x - 9} 170v-11M${x + 9} 170v-11"/>`;
  return [
    `<path fill="${coat.fur}" ${outline()} d="M-58-8C-96 60-104 130-88 172H88C104 130 96 60 58-8z"/>`,
    `<path fill="${coat.light}" d="M-34 10C-46 60-36 104 0 112 36 104 46 60 34 10z"/>`,
    `<path ${line(INK, 4)} d="M-12 112v36M12 112v36"/>`,
    toes(-36),
    toes(36),
  ].join("");
}

/** A tail that begins at 0, 0 and rises to its right. @param {Coat} coat */
export function tail(coat) {
  const path = "M0 0C50 4 84-20 80-66 78-92 104-104 118-86";
  const colour = coat.marking === "mask" ? coat.dark : coat.fur;
  return `<path ${line(INK, 34)} d="${path}"/><path ${line(colour, 24)} d="${path}"/>`;
}

/** Two paws that hold on to an edge, 120 apart. @param {Coat} coat */
export function paws({ light }) {
  const paw = (/** @type {number} */ x) =>
    `<path fill="${light}" ${outline()} d="M${x - 28} 22C${x - 32}-20 ${x + 32}-20 ${x + 28} 22Q${x} 38 ${x - 28} 22z"/><path ${line(INK, 3)} d="M${x - 9} 26V12M${x + 9} 26V12"/>`;
  return paw(-60) + paw(60);
}
