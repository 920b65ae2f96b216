// @ts-check
import { dogsFiles } from "./files.mjs";

/** A line of the configuration that adds a header to every answer. */
const HEADER = /^\s*add_header (\S+) "([^"]*)" always;$/gm;

/** nginx's own page for a status. @param {string} status With its words. */
const pageOf = (status) =>
  ["<html>", `<head><title>${status}</title></head>`, "<body>", `<center><h1>${status}</h1></center>`]
    .concat("<hr><center>nginx</center>", "</body>", "</html>", "")
    .join("\r\n");

/**
 * A stand-in for nginx, used only where there is none: the image has the real one. It serves the same page, answers the
 * same paths in the same way, and adds the headers that nginx.conf adds.
 *
 * @param {{ version: import("./files.mjs").DogsVersion } | { files: Readonly<Record<string, string>> }} options The
 *   version, or what the image was built from.
 * @returns {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void}
 * @throws RangeError for a version that there is none of
 */
export function createDogs(options) {
  const files = "files" in options ? options.files : dogsFiles(options.version);
  const page = files["index.html"] ?? "";
  const added = [...(files["nginx.conf"] ?? "").matchAll(HEADER)].map(([, name = "", value = ""]) => [name, value]);
  return ({ method = "GET", url = "/" }, response) => {
    /** @param {number} status @param {string} type @param {string} body @param {Record<string, string>} [headers] */
    const answer = (status, type, body, headers) => {
      const length = Buffer.byteLength(body);
      response.writeHead(status, {
        "content-type": type,
        "content-length": length,
        ...Object.fromEntries(added),
        ...headers,
      });
      response.end(method === "HEAD" ? undefined : body);
    };
    const [path = ""] = url.split("?");
    if (path === "/dogs") {
      answer(301, "text/html", pageOf("301 Moved Permanently"), { location: "/dogs/" });
    } else if (path !== "/" && path !== "/dogs/") {
      answer(404, "text/plain; charset=utf-8", "Nothing is here; the dogs are at /dogs/\n");
    } else if (method !== "GET" && method !== "HEAD") {
      answer(405, "text/html; charset=utf-8", pageOf("405 Not Allowed"));
    } else {
      answer(200, "text/html; charset=utf-8", page);
    }
  };
}
