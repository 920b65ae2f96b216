// @ts-check
import { answer, json, plain, wrongMethod } from "./answers.mjs";
import { identify, NOT_ON_ECS } from "./container.mjs";
import { LOOKS } from "./looks.mjs";
import { cat, gap, identityNotes, policyOf, renderPage, unicorn, unicornNotes } from "./page.mjs";
import { UNICORNS } from "./pictures/unicorn.mjs";
import { createShelf } from "./shelf.mjs";
import { reasonOf } from "./types.mjs";
import { createUnicorns } from "./unicorns.mjs";

/** One page in ten shows a unicorn. */
const UNICORN_CHANCE = 0.1;

const READ = ["GET", "HEAD"];

/**
 * The cats service of one container: its pictures are deleted and reset here alone.
 *
 * @param {import("./types.mjs").CatsOptions} options
 * @returns {import("./types.mjs").Cats}
 */
export function createCats({ version, env, random, readParameter, fetch, log, now = Date.now }) {
  const look = LOOKS[version];
  const shelf = createShelf();
  const unicorns = createUnicorns({ env, readParameter, log, now });
  let identity = NOT_ON_ECS;

  function page() {
    if (look.unicorns) unicorns.askAgain();
    const whereabouts = unicorns.whereabouts();
    // Drawn whether there are unicorns or not, so that what follows from the random numbers does not depend on it.
    const lucky = look.unicorns && random() < UNICORN_CHANCE;
    const notes = look.unicorns ? [...identityNotes(identity), ...unicornNotes(whereabouts)] : [];
    const luck = random();
    const location = lucky ? whereabouts.location : undefined;
    const exhibit = location === undefined ? catAt(luck) : unicorn(location, Math.floor(luck * UNICORNS.length) + 1);
    return answer(200, "text/html; charset=utf-8", renderPage(version, exhibit, notes), {
      "content-security-policy": policyOf(version, location),
      "referrer-policy": "no-referrer",
      ...(location === undefined ? {} : { "x-cats-unicorn": "true" }),
    });
  }

  /** @param {number} luck */
  function catAt(luck) {
    const number = shelf.draw(luck);
    const picture = shelf.picture(String(number));
    if (picture === undefined) return gap(number, shelf.remaining(), shelf.size);
    return cat(picture, shelf.remaining(), shelf.size);
  }

  /** @param {string} number */
  function picture(number) {
    const drawn = shelf.picture(number);
    return drawn === undefined ? plain(404, `No such image as ${number}.svg`) : answer(200, "image/svg+xml", drawn);
  }

  /** @param {string} number */
  function remove(number) {
    if (!shelf.remove(number)) return plain(404, `No such image as ${number}.jpg`);
    return plain(200, `Successfully deleted image ${number}`);
  }

  function reset() {
    shelf.reset();
    return plain(200, "Successfully reset images");
  }

  /**
   * The paths, what may be done with them, and what that does.
   *
   * @type {readonly { path: RegExp, methods: readonly string[], act: (part: string) => import("./types.mjs").Answer }[]}
   */
  const routes = [
    { path: /^\/cats\/$/, methods: READ, act: page },
    { path: /^\/cats$/, methods: READ, act: () => plain(301, "The cats are at /cats/", { location: "/cats/" }) },
    // The load balancer's health check: it takes no page, so it draws no unicorn.
    { path: /^\/$/, methods: READ, act: () => plain(200, `cats ${version}: the page is at /cats/`) },
    { path: /^\/cats\/pictures\/([^/]+)\.svg$/, methods: READ, act: picture },
    { path: /^\/cats\/api\/list-pictures\/?$/, methods: READ, act: () => json(shelf.list()) },
    { path: /^\/cats\/api\/delete-pictures\/([^/]+)\/?$/, methods: ["POST"], act: remove },
    { path: /^\/cats\/api\/reset-pictures\/?$/, methods: ["GET", "POST"], act: reset },
  ];

  /** @param {string} method @param {string} url @returns {import("./types.mjs").Answer} */
  function respond(method, url) {
    const [path = ""] = url.split("?");
    for (const { path: pattern, methods, act } of routes) {
      const found = pattern.exec(path);
      if (found) return methods.includes(method) ? act(found[1] ?? "") : wrongMethod(methods, method);
    }
    return plain(404, "Nothing is here; the cats are at /cats/");
  }

  /** @param {string} method @param {string} url @returns {import("./types.mjs").Answer} */
  function answerTo(method, url) {
    const { status, headers, body } = safely(method, url);
    return { status, headers: { ...headers, "x-cats-version": version }, body };
  }

  /** @param {string} method @param {string} url */
  function safely(method, url) {
    try {
      return respond(method, url);
    } catch (error) {
      log({ level: "error", message: "request failed", reason: reasonOf(error), method, url });
      return plain(500, "The cats are confused; try again");
    }
  }

  return {
    answer: answerTo,

    handle({ method = "GET", url = "/" }, response) {
      const { status, headers, body } = answerTo(method, url);
      response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
      response.end(method === "HEAD" ? undefined : body);
    },

    async start() {
      if (!look.unicorns) return;
      [identity] = await Promise.all([identify({ env, fetch, log }), unicorns.ask()]);
    },
  };
}
