import type { Stage } from "./stage";

/** What a visitor saw who asked for a page many times. */
export interface Visits {
  pages: number;
  /** Pages by their HTTP status. */
  statuses: ReadonlyMap<number, number>;
  /** Pages with a unicorn. */
  unicorns: number;
  /** The last page, or an empty text. */
  last: string;
  /** Versions of cats that answered. */
  versions: ReadonlySet<string>;
}

/** Asks for a page of the site so many times; the applications' own code answers. No virtual time passes. */
export async function visit(stage: Stage, path: string, pages: number): Promise<Visits> {
  const statuses = new Map<number, number>();
  const versions = new Set<string>();
  let unicorns = 0;
  let last = "";
  for (let page = 0; page < pages; page += 1) {
    const response = await stage.open(path);
    last = await response.text();
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    if (response.headers.get("x-cats-unicorn") === "true") unicorns += 1;
    versions.add(response.headers.get("x-cats-version") ?? "none");
  }
  return { pages, statuses, unicorns, last, versions };
}

/** The pictures that each of some tasks still has, by the task's ARN; asks until every one of them has answered. */
export async function picturesByTask(stage: Stage, tasks: number): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (let request = 0; request < 4 * tasks && found.size < tasks; request += 1) {
    const response = await stage.open("/cats/api/list-pictures/");
    found.set(stage.web.lastTask?.arn ?? "", picturesIn(await response.text()));
  }
  return found;
}

/** None where it is not cats that have answered. */
function picturesIn(answer: string): string[] {
  try {
    return Object.keys(JSON.parse(answer) as Record<string, string>);
  } catch {
    return [];
  }
}
