import { assess } from "../../apps/image-assessor/assessor.mjs";
import { scripted } from "./catsFixture";

export const SITE = "http://site.example";

/** A request as it was made, and when, in seconds from the start. */
export interface Asked {
  at: number;
  request: string;
}

/** What a run did. */
export interface Run {
  code: number;
  asked: Asked[];
  logged: Record<string, unknown>[];
  /** How long it ran, in seconds. */
  seconds: number;
}

export interface RunOptions {
  env?: Record<string, string>;
  /** Default: none is drawn. */
  random?: readonly number[];
  /** The site's answer to the request with this number, from 0. */
  answer: (request: string, index: number) => Response | Promise<Response>;
  /** How long each answer takes, in seconds. Default: 0. */
  latency?: number;
}

/** A run on a clock of its own, which begins at 1000 s. */
export async function runAssessor({ env = {}, random = [], answer, latency = 0 }: RunOptions): Promise<Run> {
  const start = 1000;
  let time = start;
  const asked: Asked[] = [];
  const logged: Run["logged"] = [];
  const code = await assess({
    env: { ALB_URL: SITE, ...env },
    random: scripted(...random),
    now: () => time,
    sleep: async (seconds) => {
      time += seconds;
    },
    log: (entry) => void logged.push(entry),
    fetch: async (url, { method, signal }) => {
      if (!(signal instanceof AbortSignal)) throw new Error("a request has no time limit");
      const request = `${method} ${url.replace(SITE, "")}`;
      asked.push({ at: time - start, request });
      time += latency;
      return answer(request, asked.length - 1);
    },
  });
  return { code, asked, logged, seconds: time - start };
}

/** The list of pictures as the cats have it. */
export function listOf(...numbers: readonly number[]): Response {
  return Response.json(Object.fromEntries(numbers.map((number) => [`${number}.jpg`, "true"])));
}
