// @ts-check
import { createHash } from "node:crypto";
import { escapeText } from "./html.mjs";
import { LOOKS, styleOf } from "./looks.mjs";
import { missingPicture } from "./pictures/missing.mjs";
import { UNICORNS } from "./pictures/unicorn.mjs";

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><text y="13" font-size="13">🐱</text></svg>`;

/**
 * What the middle of a page shows: markup, and beneath it a sentence as text.
 *
 * @typedef {{ markup: string, caption: string }} Exhibit
 */

/**
 * A cat. It stands in the page itself: a request for it could reach another container, where it was deleted.
 *
 * @param {string} picture
 * @param {number} remaining
 * @param {number} size
 * @returns {Exhibit}
 */
export function cat(picture, remaining, size) {
  const caption =
    remaining === size
      ? `One of ${size} cats.`
      : `${remaining} of ${size} cats ${remaining === 1 ? "is" : "are"} left here.`;
  return { markup: picture, caption };
}

/**
 * The place of a cat that was deleted.
 *
 * @param {number} number
 * @param {number} remaining
 * @param {number} size
 * @returns {Exhibit}
 */
export function gap(number, remaining, size) {
  const left = remaining === 1 ? "1 is" : `${remaining} are`;
  return {
    markup: missingPicture(number),
    caption: `This cat is missing: picture ${number} of ${size} has been deleted here, ${left} left.`,
  };
}

/**
 * A unicorn from where they live; the browser shows a drawn one when nothing is there.
 *
 * @param {string} location
 * @param {number} number From 1.
 * @returns {Exhibit}
 */
export function unicorn(location, number) {
  const address = escapeText(`https://${location}/unicorns/${number}.svg`);
  const drawn = UNICORNS[number - 1] ?? "";
  return {
    markup: `<object data="${address}" type="image/svg+xml" width="640" height="480" aria-label="A unicorn">${drawn}</object>`,
    caption: "You found a unicorn! Shout out loud.",
  };
}

/**
 * A page as HTML.
 *
 * @param {import("./types.mjs").Version} version
 * @param {Exhibit} exhibit
 * @param {string[]} notes Markup of the lines at the bottom.
 */
export function renderPage(version, exhibit, notes) {
  const look = LOOKS[version];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${look.title} · catsndogs.lol</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(ICON)}">
<style>${styleOf(look)}</style>
</head>
<body class="${version}">
<nav aria-label="Site"><a href="/">catsndogs.lol</a><a href="/dogs/">Dogs</a><span class="version">${version}</span></nav>
<main>
<h1>${look.title}</h1>
<p class="lead">${look.lead}</p>
<figure>
${exhibit.markup}<figcaption>${escapeText(exhibit.caption)}</figcaption>
</figure>
<a class="more" href="/cats/">Another cat</a>
</main>
<footer>
${notes.map((note) => `<p>${note}</p>\n`).join("")}</footer>
</body>
</html>
`;
}

/** @param {import("./container.mjs").Identity} identity @returns {string[]} */
export function identityNotes({ container, task }) {
  return [`Container: <code>${escapeText(container)}</code>`, `Task: <code>${escapeText(task)}</code>`];
}

/** @param {import("./unicorns.mjs").Whereabouts} whereabouts @returns {string[]} */
export function unicornNotes(whereabouts) {
  if (whereabouts.location !== undefined) return [];
  return [`No unicorns today: ${escapeText(whereabouts.reason)}`];
}

/**
 * What a page may load: its own style and icon, and a unicorn from its location. Nothing may run, wherever it is from.
 *
 * @param {import("./types.mjs").Version} version
 * @param {string} [location]
 */
export function policyOf(version, location) {
  const style = createHash("sha256").update(styleOf(LOOKS[version])).digest("base64");
  // A policy names hosts; it has paths too, but after a redirect they do not count.
  const unicorns = location === undefined ? "'none'" : `https://${location.split("/")[0]}`;
  return [
    "default-src 'none'",
    `style-src 'sha256-${style}'`,
    "img-src data:",
    `object-src ${unicorns}`,
    `frame-src ${unicorns}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "sandbox",
  ].join("; ");
}
