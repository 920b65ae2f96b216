// @ts-check
import { line, picture } from "./frame.mjs";

/** What is shown in the place of a picture that was deleted. @param {number} number Of the picture. */
export function missingPicture(number) {
  const toe = (/** @type {string} */ place) => `<ellipse ${place} fill="#b3bac6"/>`;
  return picture(
    `Picture ${number} is missing`,
    `<path fill="#e9ecf1" d="M0 0h640v480H0z"/>`,
    `<path ${line("#9aa4b3", 6)} stroke-dasharray="22 18" d="M40 40h560v400H40z"/>`,
    `<path fill="#b3bac6" d="M320 196c44 0 84 50 80 84-4 30-40 26-80 26s-76 4-80-26c-4-34 36-84 80-84z"/>`,
    toe(`cx="226" cy="206" rx="24" ry="33" transform="rotate(-24 226 206)"`),
    toe(`cx="284" cy="156" rx="25" ry="36" transform="rotate(-6 284 156)"`),
    toe(`cx="356" cy="156" rx="25" ry="36" transform="rotate(6 356 156)"`),
    toe(`cx="414" cy="206" rx="24" ry="33" transform="rotate(24 414 206)"`),
    `<text x="320" y="382" text-anchor="middle" font-family="system-ui, sans-serif" font-weight="700" font-size="34" fill="#4d5766">Cat ${number} is missing</text>`,
  );
}
