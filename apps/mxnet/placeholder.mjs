// @ts-check
/** Any time that is long: it only keeps the process from ending. In ms, 12 days; more than 24 do not fit. */
const LONG = 2 ** 30;

/**
 * A container that stays up, does nothing and ends when it is told to.
 *
 * @param {{ log: (entry: Record<string, unknown>) => void }} options
 */
export function createPlaceholder({ log }) {
  /** @type {(code: number) => void} */
  let end = () => {};

  return {
    /** Stays up until it is stopped. @returns {Promise<number>} The exit code, 0. */
    async run() {
      const keepAlive = setInterval(() => {}, LONG);
      const stopped = new Promise((/** @type {(code: number) => void} */ resolve) => {
        end = resolve;
      });
      log({
        level: "info",
        message: "placeholder",
        reason:
          "Apache MXNet was retired in 2023; this reserves its memory for the placement lab and classifies nothing",
        otherImage: "pulumi config set --path 'catsndogs:mxnet.image' HOST/NAME:TAG",
      });
      const code = await stopped;
      clearInterval(keepAlive);
      return code;
    },

    /** @param {string} reason */
    stop(reason) {
      log({ level: "info", message: "stopping", reason });
      end(0);
    },
  };
}
