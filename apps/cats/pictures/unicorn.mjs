// @ts-check
import { at, INK, line, outline, picture, rays, words } from "./frame.mjs";
import { heart, stars } from "./props.mjs";

/**
 * @typedef {object} Look
 * @property {string} name What a screen reader says after "A unicorn with ".
 * @property {[string, string]} sky
 * @property {string} coat
 * @property {[string, string, string]} mane
 * @property {string} said The words at the bottom.
 */

/** @type {readonly Look[]} */
const LOOKS = [
  {
    name: "a pink mane",
    sky: ["#bfe3ff", "#ace0f7"],
    coat: "#ffffff",
    mane: ["#ff8fc0", "#c79bff", "#7fd0ff"],
    said: "MYTHICAL, BUT TAGGED",
  },
  {
    name: "a mane of mint",
    sky: ["#ffe1ec", "#ffd3e4"],
    coat: "#fdf6ff",
    mane: ["#5fd3b0", "#9be36f", "#4fb8d8"],
    said: "DECRYPTED JUST FOR YOU",
  },
  {
    name: "a mane of fire",
    sky: ["#5b4b9a", "#66549f"],
    coat: "#efe6ff",
    mane: ["#ffb03b", "#ff6f61", "#ffd93b"],
    said: "ONE IN TEN",
  },
];

/** The drawn unicorns; number N is at N - 1. @type {readonly string[]} */
export const UNICORNS = LOOKS.map(draw);

/** @param {Look} look */
function draw({ name, sky, coat, mane, said }) {
  return picture(
    `A unicorn with ${name}`,
    rays(sky[0], sky[1], 480),
    rainbow(),
    at({ x: 320, y: 270, scale: 0.88 }, backMane(mane), neck(coat), horn(), face(coat), frontMane(mane)),
    stars("#fff", [
      [96, 150, 18],
      [150, 90, 9],
      [540, 130, 16],
      [580, 220, 9],
      [470, 96, 10],
      [70, 250, 8],
    ]),
    at({ x: 548, y: 330, scale: 0.7, turn: 14 }, heart(mane[0])),
    at({ x: 90, y: 340, scale: 0.5, turn: -12 }, heart(mane[1])),
    words(said, 456),
  );
}

function rainbow() {
  const bands = ["#ff6b6b", "#ffa94d", "#ffe066", "#69db7c", "#4dabf7", "#9775fa"];
  return bands
    .map(
      (colour, i) =>
        `<path ${line(colour, 21)} opacity=".8" d="M${30 + i * 20} 500A${290 - i * 20} ${330 - i * 20} 0 0 1 ${610 - i * 20} 500"/>`,
    )
    .join("");
}

/** @param {[string, string, string]} colours */
function backMane([first, second, third]) {
  const lock = (/** @type {string} */ colour, /** @type {string} */ path) =>
    `<path fill="${colour}" ${outline()} d="${path}"/>`;
  return (
    [
      lock(third, "M40-120C120-150 190-90 176-10 220 40 210 120 236 150 190 170 150 150 130 110z"),
      lock(second, "M30-130C96-150 150-100 138-20 176 40 160 110 190 160 140 176 104 140 90 90z"),
    ].join("") + lock(first, "M20-134C70-140 116-96 106-26 136 40 118 120 140 176 96 184 60 140 60 80z")
  );
}

/** @param {string} coat */
function neck(coat) {
  return `<path fill="${coat}" ${outline()} d="M-36 40C-20 110-40 170-70 250H150C150 150 130 20 90-60z"/>`;
}

function horn() {
  return `<path fill="#ffd166" ${outline()} d="M-62-112L-96-262-14-136z"/><path ${line("#e09f2f", 6)} d="M-70-146l32-8M-78-184l22-6M-86-218l12-4"/>`;
}

/** @param {string} coat */
function face(coat) {
  return [
    `<path fill="${coat}" ${outline()} d="M34-112C44-160 70-176 86-178 92-140 84-112 66-92z"/><path fill="#f7b6cc" d="M50-116C56-140 66-152 76-158 77-136 72-118 62-104z"/>`,
    `<path fill="${coat}" ${outline()} d="M80-50C60-112 0-140-60-112-92-92-104-50-136-4-172 22-184 56-170 84-152 112-112 108-84 86-56 72-20 76 10 66 60 48 92 6 80-50z"/>`,
    `<path fill="#f9c9d8" d="M-137-2C-172 22-184 56-170 84-152 112-112 108-84 86-110 70-132 40-137-2z"/>`,
    `<path ${line()} d="M-136-4C-172 22-184 56-170 84-152 112-112 108-84 86"/>`,
    `<path fill="${INK}" d="M-150 44q8-8 14 2-8 10-14-2z"/><path ${line(INK, 5)} d="M-154 82Q-130 84-112 70"/>`,
    `<ellipse cx="-34" cy="-30" rx="20" ry="26" fill="${INK}"/><circle cx="-40" cy="-40" r="8" fill="#fff"/><circle cx="-28" cy="-20" r="4" fill="#fff"/>`,
    `<path ${line(INK, 5)} d="M-18-48l16-10M-14-36l18-4"/><ellipse cx="-10" cy="22" rx="24" ry="14" fill="#ffb3c7" opacity=".8"/>`,
  ].join("");
}

/** @param {[string, string, string]} colours */
function frontMane([first, second, third]) {
  return `<path fill="${third}" ${outline()} d="M50-128C10-150-40-140-62-108-40-112-20-108-6-92 20-88 44-100 50-128z"/><path fill="${second}" ${outline()} d="M52-130C20-128-2-110-4-78 20-84 44-96 58-118z"/><path fill="${first}" ${outline()} d="M48-132C28-110 26-80 38-54 60-68 74-96 70-124z"/>`;
}
