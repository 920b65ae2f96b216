// @ts-check
/** A label of a host name: RFC 1123, section 2.1. */
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SEGMENT = /^[A-Za-z0-9._~-]+$/;

/** The longest host name, and the longest value of a standard parameter in Parameter Store. */
const LONGEST_HOST = 253;
const LONGEST = 4096;

/**
 * Reads where the unicorns are: a host name of two or more labels, with or without a path. Whatever else there could be in
 * an address (a scheme, a user, a port, a query, an IP address) is refused, as the page is going to load from it.
 *
 * @param {string} text White space around it is ignored.
 * @returns {string} The location without a slash at its end, its host in small letters.
 * @throws {RangeError} What is wrong with it. The text is not in the message: it comes from a secret.
 */
export function parseLocation(text) {
  const location = text.trim().replace(/\/$/, "");
  const [host = "", ...path] = location.split("/");
  const labels = host.toLowerCase().split(".");
  const named = host.length <= LONGEST_HOST && labels.length > 1 && labels.every((label) => LABEL.test(label));
  // A last label of digits alone makes it an IP address.
  if (location.length > LONGEST || !named || /^\d+$/.test(labels.at(-1) ?? "")) throw refusal(text);
  if (path.some((segment) => !SEGMENT.test(segment) || segment === "." || segment === "..")) throw refusal(text);
  return [labels.join("."), ...path].join("/");
}

/** @param {string} text */
function refusal(text) {
  return new RangeError(
    `the parameter's value (${text.length} characters, not shown as it is a secret) is not a location; ` +
      "store a host name with or without a path, for example catsndogs-assets.s3.amazonaws.com",
  );
}
