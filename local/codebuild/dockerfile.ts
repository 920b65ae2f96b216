/** A Dockerfile that cannot be built, in Docker's words where it has some. */
export class DockerfileError extends Error {}

/** One instruction. */
export interface Instruction {
  word: string;
  rest: string;
  /** Counted from 1. */
  line: number;
}

/** docs.docker.com/reference/dockerfile */
const WORDS = new Set(
  (
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER " +
    "VOLUME WORKDIR"
  ).split(" "),
);

/** The instructions of a Dockerfile, with lines that go on put together. */
export function instructionsOf(dockerfile: string): Instruction[] {
  const instructions: Instruction[] = [];
  let begun: { text: string; line: number } | undefined;
  dockerfile.split(/\r?\n/).forEach((text, i) => {
    if (text.trim().startsWith("#") || (text.trim() === "" && !begun)) return;
    const goesOn = /\\\s*$/.test(text);
    const part = text.replace(/\\\s*$/, " ");
    begun = begun ? { ...begun, text: begun.text + part } : { text: part, line: i + 1 };
    if (goesOn) return;
    instructions.push(instruction(begun));
    begun = undefined;
  });
  if (begun) instructions.push(instruction(begun));
  return instructions;
}

function instruction({ text, line }: { text: string; line: number }): Instruction {
  const [, first = "", rest = ""] = /^\s*(\S+)\s*(.*?)\s*$/s.exec(text) ?? [];
  const word = first.toUpperCase();
  if (!WORDS.has(word))
    throw new DockerfileError(`dockerfile parse error on line ${line}: unknown instruction: ${first}`);
  if (rest === "") throw new DockerfileError(`dockerfile parse error on line ${line}: ${word} requires an argument`);
  return { word, rest, line };
}

/**
 * What is wrong with the images that a Dockerfile begins with. One without a version would be another one tomorrow.
 *
 * @param args Values of the build's arguments.
 * @throws DockerfileError
 */
export function requireBases(instructions: readonly Instruction[], args: Readonly<Record<string, string>>): void {
  const first = instructions.findIndex(({ word }) => word !== "ARG");
  if (instructions[first]?.word !== "FROM") throw new DockerfileError("no build stage in current context");
  const declared = Object.fromEntries(
    instructions.slice(0, first).map(({ rest }) => {
      const [name = "", byDefault = ""] = rest.split(/=(.*)/s);
      return [name, args[name] ?? byDefault];
    }),
  );
  const stages = new Set(["scratch"]);
  for (const { word, rest, line } of instructions) {
    if (word !== "FROM") continue;
    const text = rest.replace(/\$\{?(\w+)\}?/g, (_, name: string) => declared[name] ?? "");
    const [, base = "", stage] = /^(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?$/i.exec(text) ?? [];
    if (base === "") throw new DockerfileError(`dockerfile parse error on line ${line}: FROM requires an image`);
    if (!stages.has(base) && !/:[\w][\w.-]*(@sha256:[0-9a-f]{64})?$|@sha256:[0-9a-f]{64}$/.test(base)) {
      throw new DockerfileError(
        `${base}: has no tag. The build on this machine takes an image by its tag or digest only`,
      );
    }
    if (stage !== undefined) stages.add(stage);
  }
}

/** What is copied from the build's context, as the Dockerfile names it. */
export function copiedFrom(instructions: readonly Instruction[]): string[] {
  return instructions
    .filter(({ word, rest }) => ["COPY", "ADD"].includes(word) && !/(^|\s)--from=/.test(rest))
    .flatMap(({ rest }) => {
      const words = rest.replace(/(^|\s)--\S+/g, "").trim();
      const paths = words.startsWith("[") ? jsonTexts(words) : words.split(/\s+/);
      return paths.slice(0, -1);
    })
    .filter((source) => !/^(https?:\/\/|git@|<<)/.test(source));
}

function jsonTexts(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
  } catch {
    return text.split(/\s+/);
  }
}
