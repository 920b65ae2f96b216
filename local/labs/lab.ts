import type { Check } from "../report/model";
import type { Stage } from "./stage";

/** What a lab, or a scenario, is to somebody who runs it or reads about it. */
export interface Lab {
  /** For example `lab1` or `spot-storm`. */
  id: string;
  title: string;
  /** What is done and why, in a sentence or two. */
  story: string;
  /** Does it on the stage, and says what must be true then. */
  run(stage: Stage): Promise<Check[]>;
}
