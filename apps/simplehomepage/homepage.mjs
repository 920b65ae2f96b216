// @ts-check
import { createHash } from "node:crypto";
import { renderHomepage, STYLE } from "./page.mjs";

/** Nothing but the page's own style and icon is loaded, and nothing runs. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const METHODS = ["GET", "HEAD"];

/**
 * The homepage of catsndogs.lol, which is at `/`; every other path is not found.
 *
 * @param {{ env: Record<string, string | undefined> }} options HOSTNAME, optional, is the container's short id, as Docker sets it.
 * @returns {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void}
 */
export function createHomepage({ env }) {
  const page = renderHomepage(env.HOSTNAME);
  return ({ method = "GET", url = "/" }, response) => {
    /** @param {number} status @param {string} type @param {string} body @param {Record<string, string>} [headers] */
    const answer = (status, type, body, headers) => {
      response.writeHead(status, {
        "content-type": `${type}; charset=utf-8`,
        "content-length": Buffer.byteLength(body),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        ...headers,
      });
      response.end(method === "HEAD" ? undefined : body);
    };
    if (url.split("?")[0] !== "/") {
      answer(404, "text/plain", "Nothing is here; the homepage is at /\n");
    } else if (!METHODS.includes(method)) {
      answer(405, "text/plain", `${method} is not allowed here; use GET or HEAD\n`, { allow: METHODS.join(", ") });
    } else {
      answer(200, "text/html", page, { "content-security-policy": POLICY });
    }
  };
}
