// @ts-check
/** @typedef {"v1" | "v2" | "v3"} Version */

/** @typedef {Record<string, string | undefined>} Environment */

/**
 * A line of the log.
 *
 * @typedef {object} LogEntry
 * @property {"info" | "warn" | "error"} level
 * @property {string} message What has happened, always the same words for the same thing.
 * @property {string} [reason] Why it has.
 */

/** @typedef {(entry: LogEntry & Record<string, unknown>) => void} Log */

/**
 * What the cats service needs of the world around it.
 *
 * @typedef {object} CatsOptions
 * @property {Version} version
 * @property {Environment} env PARAMETER_STORE_NAME and ECS_CONTAINER_METADATA_URI_V4, both optional.
 * @property {() => number} random At least 0 and less than 1. A page draws once in v1 for its picture; first for a unicorn,
 *   then for a picture in the other versions.
 * @property {(name: string) => Promise<string>} readParameter The value of a parameter in Parameter Store.
 * @property {(url: string, init: { signal: AbortSignal }) => Promise<MetadataAnswer>} fetch
 * @property {Log} log
 * @property {() => number} [now] In milliseconds; Date.now by default.
 */

/** @typedef {{ ok: boolean, status: number, json(): Promise<unknown> }} MetadataAnswer */

/**
 * An answer to a request.
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string>} headers
 * @property {string} body
 */

/**
 * The service. `answer` is all of it without a socket, `handle` puts it onto one.
 *
 * @typedef {object} Cats
 * @property {(method: string, url: string) => Answer} answer
 * @property {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void} handle
 * @property {() => Promise<void>} start Asks who and where it is, and where the unicorns are; never rejects.
 */

export const VERSIONS = /** @type {const} */ (["v1", "v2", "v3"]);

/** An error as a person reads it. @param {unknown} error */
export function reasonOf(error) {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
