// @ts-check
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** @typedef {"v1" | "v2"} DogsVersion */

const VERSIONS = ["v1", "v2"];

/** What dogs is built from: what the workshop's dogs.zip has in its root. */
const FILES = ["Dockerfile", "buildspec.yml", "index.html", "nginx.conf"];

/** In the page, which is v1 as it stands in the folder. */
const MARK = 'data-version="v1"';

/**
 * The files that dogs is built from, by their name. The versions differ in the page's background, and in nothing else.
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
 * The style sheet has a background for each version; the body says which one it is.
 *
 * @param {string} page
 * @param {DogsVersion} version
 */
function inVersion(page, version) {
  const body = `<body ${MARK}>`;
  if (page.split(body).length !== 2) throw new Error(`index.html has to say ${body} once`);
  return page.replace(body, `<body data-version="${version}">`);
}
