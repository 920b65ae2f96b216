/** A folder with a Dockerfile in it. */
export interface ImageFolder {
  dockerfile: string;
  dockerignore: string;
  /** What is in the folder itself. */
  names: readonly string[];
}

/** The instructions of a Dockerfile, with lines that go on put together. */
function instructionsOf(dockerfile: string): { word: string; rest: string }[] {
  return dockerfile
    .replace(/^\s*#.*\n/gm, "")
    .replace(/\\\n/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [, word = "", rest = ""] = /^\s*(\S+)\s*(.*)$/.exec(line) ?? [];
      return { word: word.toUpperCase(), rest: rest.trim() };
    });
}

/** What is copied from the folder, as the Dockerfile names it. */
export function copied(dockerfile: string): string[] {
  return instructionsOf(dockerfile)
    .filter(({ word, rest }) => ["COPY", "ADD"].includes(word) && !rest.includes("--from="))
    .flatMap(({ rest }) =>
      rest
        .split(/\s+/)
        .filter((part) => !part.startsWith("--"))
        .slice(0, -1),
    );
}

/** All that is wrong with how an image is built, a sentence each. */
export function dockerfileFaults({ dockerfile, dockerignore, names }: ImageFolder): string[] {
  const instructions = instructionsOf(dockerfile);
  const of = (name: string) => instructions.filter(({ word }) => word === name).map(({ rest }) => rest);
  const faults: string[] = [];
  const bases = of("FROM");
  if (bases.length === 0) faults.push("It has no FROM.");
  for (const base of bases) {
    if (!/^[\w./-]+:[\w.-]*\d+\.\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?( AS \w+)?$/i.test(base)) {
      faults.push(`FROM ${base} does not pin a version with three parts.`);
    }
  }
  const user = of("USER").at(-1);
  if (user === undefined || /^(root|0)(:|$)/.test(user)) faults.push(`It runs as ${user ?? "root"}.`);
  if (of("HEALTHCHECK").length !== 1) faults.push("It does not have one HEALTHCHECK.");
  const allowed = dockerignore.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  if (allowed[0] !== "*") faults.push("Its .dockerignore does not begin with *.");
  for (const source of copied(dockerfile)) {
    const pattern = new RegExp(`^${source.replace(/[.]/g, "\\.").replace(/\*/g, ".*")}$`);
    if (!names.some((name) => pattern.test(name))) faults.push(`COPY ${source} finds nothing.`);
    if (!allowed.includes(`!${source}`)) faults.push(`COPY ${source} is left out by .dockerignore.`);
  }
  return faults;
}
