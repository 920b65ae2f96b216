// @ts-check
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const VERSIONS = /** @type {const} */ (["v1", "v2"]);

/** @typedef {(typeof VERSIONS)[number]} DogsVersion */

/**
 * The page's background by version, as CSS has it. White text is on it.
 *
 * @type {Readonly<Record<DogsVersion, string>>}
 */
export const BACKGROUNDS = { v1: "#1c6e54", v2: "#73389b" };

/** What dogs is built from: what the workshop's dogs.zip has in its root. */
const FILES = ["Dockerfile", "buildspec.yml", "index.html", "nginx.conf"];

/**
 * The files that dogs is built from, by their name. The versions differ in one line of index.html, and in nothing else.
 *
 * @param {DogsVersion} version
 * @returns {Record<string, string>} In the order of their names.
 * @throws RangeError for another version
 */
export function dogsFiles(version) {
  if (!VERSIONS.includes(version)) {
    throw new RangeError(`There is no dogs ${JSON.stringify(version)}; use one of ${VERSIONS.join(", ")}`);
  }
  const files = Object.fromEntries(FILES.map((name) => [name, read(name)]));
  return { ...files, "index.html": inVersion(files["index.html"] ?? "", version) };
}

/** @param {string} name */
function read(name) {
  return readFileSync(fileURLToPath(new URL(name, import.meta.url)), "utf8");
}

/**
 * The page with the background of a version. In the folder it is v1.
 *
 * @param {string} page
 * @param {DogsVersion} version
 */
function inVersion(page, version) {
  const line = lineOf("v1");
  if (page.split(line).length !== 2) throw new Error(`index.html has to say ${JSON.stringify(line)} once`);
  return page.replace(line, lineOf(version));
}

/** @param {DogsVersion} version */
function lineOf(version) {
  return `--background: ${BACKGROUNDS[version]}; /* ${version} */`;
}
