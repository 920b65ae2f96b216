import { parseOptions } from "../common/commandLine";
import { InputError } from "../common/inputError";

/** What the command line asks for. */
export interface ReleaseCommand {
  stack: string;
  /** Which dogs are released. */
  version: string;
  /** Whether the stack's site runs on this machine, by `npm run site`. */
  local: boolean;
  /** The longest that the release may take, in seconds. */
  timeout: number;
  /** The file to which the zip is written instead of being uploaded. */
  zip: string | undefined;
  help: boolean;
}

/** What `--help` prints. */
export const HELP = `Releases dogs by uploading one zip: builds dogs.zip, puts it into the stack's bucket, follows the execution
of the pipeline that this starts, and looks at the page that comes of it.

Usage: npm run release-dogs -- --stack NAME [options]
       npm run release-dogs -- --zip FILE [--version V]

  --stack NAME        a stack that is deployed up to lab 6 at least
  --version V         which dogs: v1, which is green, or v2, which is purple (default: v2)
  --local             the stack whose site runs on this machine, by npm run site
  --timeout MINUTES   the longest that the release may take (default: 20)
  --zip FILE          only writes the zip, for an upload by hand; needs neither a stack nor AWS
  --help              prints this

Exit codes: 0 the page shows the release; 1 it does not, or the execution failed, was stopped or superseded,
or took too long; 2 bad input.`;

const SEE = "See npm run release-dogs -- --help";

/** A whole number of minutes, and at most a day of them. */
const MINUTES = { default: 20, max: 1440 };

const OPTIONS = {
  stack: { type: "string" },
  version: { type: "string" },
  local: { type: "boolean" },
  timeout: { type: "string" },
  zip: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Reads the command line.
 *
 * @param versions of dogs that there are
 * @throws InputError naming all that is wrong, a line each
 */
export function readReleaseCommand(argv: readonly string[], versions: readonly string[]): ReleaseCommand {
  const { values, positionals } = parseOptions(argv, OPTIONS, SEE);
  const { stack = "", version = "v2", local = false, timeout = `${MINUTES.default}`, zip, help = false } = values;
  const problems = positionals.map((word) => `"${word}" is no option. ${SEE}`);
  if (!versions.includes(version)) {
    problems.push(`--version ${version}: there is no such version of dogs; use one of ${versions.join(", ")}`);
  }
  if (!/^[1-9]\d{0,3}$/.test(timeout) || Number(timeout) > MINUTES.max) {
    problems.push(
      `--timeout ${timeout}: expected a whole number of minutes from 1 to ${MINUTES.max}, for example --timeout 20`,
    );
  }
  if (zip === "") problems.push("--zip is empty: expected the name of a file, for example --zip dogs.zip");
  const unused = (["stack", "local", "timeout"] as const).filter((name) => values[name] !== undefined);
  if (zip !== undefined && unused.length > 0) {
    problems.push(`--zip only writes the zip: leave out ${unused.map((name) => `--${name}`).join(", ")}`);
  }
  if (zip === undefined && !help && !stack) problems.push(`--stack is missing: which stack? ${SEE}`);
  if (problems.length > 0) throw new InputError(problems.join("\n"));
  return { stack, version, local, timeout: Number(timeout) * 60, zip, help };
}
