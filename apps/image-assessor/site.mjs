// @ts-check
/** A request that has no whole answer by then never gets one, in ms. */
const PATIENCE = 5000;

/** How much of an answer is shown that is not understood, in characters. */
const GLIMPSE = 80;

/** @typedef {(url: string, init: RequestInit) => Promise<Response>} Fetch */

/** The site did not do what it was asked. Its message says why; the request is beside it. */
export class SiteError extends Error {
  /** @param {string} method @param {string} url @param {string} reason */
  constructor(method, url, reason) {
    super(reason);
    this.name = "SiteError";
    this.method = method;
    this.url = url;
  }
}

/**
 * The interface of the cats containers, one of which answers each request: which, the load balancer chooses.
 *
 * @param {{ site: string, fetch: Fetch }} options The address of the load balancer, without a slash at its end.
 */
export function createSite({ site, fetch }) {
  const api = `${site}/cats/api`;

  /** @param {string} method @param {string} url @param {readonly number[]} expected Status codes. */
  async function ask(method, url, expected) {
    const answer = await exchange(method, url);
    if (expected.includes(answer.status)) return answer;
    const where = answer.sentTo === undefined ? "" : ` at ${answer.sentTo}`;
    throw new SiteError(method, url, `it answers ${answer.status}${where}; ${expected.join(" or ")} was expected`);
  }

  /** @param {string} method @param {string} url */
  async function exchange(method, url) {
    try {
      const response = await fetch(url, { method, signal: AbortSignal.timeout(PATIENCE) });
      // Most redirects turn POST into GET, and the answer to that is only understood with the address that gave it.
      const sentTo = response.redirected ? response.url : undefined;
      return { status: response.status, sentTo, body: await response.text() };
    } catch (error) {
      throw new SiteError(method, url, reasonOf(error));
    }
  }

  return {
    /** The numbers of the pictures that one of the containers has. @returns {Promise<number[]>} */
    async list() {
      const url = `${api}/list-pictures/`;
      const { body } = await ask("GET", url, [200]);
      const numbers = numbersIn(body);
      if (numbers) return numbers;
      const given = `${JSON.stringify(body.slice(0, GLIMPSE))}${body.length > GLIMPSE ? "…" : ""}`;
      throw new SiteError("GET", url, `it answers ${given}; a list such as {"2.jpg": "true"} was expected`);
    },

    /**
     * @param {number} number Of a picture.
     * @returns {Promise<boolean>} Whether the container that answered had it.
     */
    async remove(number) {
      return (await ask("POST", `${api}/delete-pictures/${number}`, [200, 404])).status === 200;
    },

    /** Brings all pictures back in the container that answers. */
    async reset() {
      await ask("POST", `${api}/reset-pictures/`, [200]);
    },
  };
}

/** @param {string} body @returns {number[] | undefined} undefined for what is no list of pictures. */
function numbersIn(body) {
  const list = parsed(body);
  if (typeof list !== "object" || list === null || Array.isArray(list)) return undefined;
  const numbers = Object.keys(list).map((name) => Number(/^([1-9]\d*)\.jpg$/.exec(name)?.[1]));
  return numbers.some(Number.isNaN) ? undefined : numbers;
}

/** @param {string} body @returns {unknown} */
function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `it does not answer within ${PATIENCE / 1000} s`;
  // What fetch says itself is always "fetch failed".
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message || error.cause.name}` : error.message;
}
