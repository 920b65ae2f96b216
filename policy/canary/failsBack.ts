import { parsedObject } from "../json";
import { on, type Refusal, resourceRule } from "../rule";
import { stateMachine } from "../types";
import { machineOf, type Node } from "./machine";
import { type Gap, gaps } from "./wayBack";

const named = (nodes: readonly Node[]) => nodes.map(({ name }) => name).join(" or ");
const at = ({ id }: Node) => `definition: ${id}`;

/** What of a state's catchers is given, in words. */
function caughtErrors({ catchers }: Node): string | undefined {
  const errors = catchers.flatMap((catcher) => catcher.errors);
  return errors.length > 0 ? `of ${errors.join(", ")}` : undefined;
}

function refusal(gap: Gap): Refusal {
  switch (gap.kind) {
    case "none":
      return {
        property: "definition",
        given: "without a way back",
        so: `so visitors stay where ${named(gap.nodes)} has sent them when the execution fails`,
        allowed: "a task that sets the weights back, to which failures lead, is required",
        fix: "Add one that gives all visitors to the stable side and then fails, and lead a Catch of States.ALL of every task to it.",
      };
    case "uncaught":
      return {
        property: `${at(gap.node)}.Catch`,
        given: caughtErrors(gap.node),
        so: "so the execution can end here while the weights are moved",
        allowed: `a Catch of States.ALL that leads to ${named(gap.back)} is required`,
        fix: "Add it to the task, or to the Map or Parallel around it.",
      };
    case "undone":
      return {
        property: `${at(gap.node)}.Catch`,
        given: caughtErrors(gap.node),
        so: "so a release whose weights are set for good can end as failed, and whatever watches it takes them back",
        allowed: "a Catch of States.ALL is required until the execution ends",
        fix: "Add one that goes on to the end, or back.",
      };
    case "astray":
      return {
        property: `${at(gap.node)}.Catch`,
        given: `of ${gap.catcher.errors.join(", ")} to ${gap.catcher.to.split(".").pop()}`,
        so:
          gap.ends === undefined
            ? "where nothing sets the weights back"
            : `which can end in ${gap.ends} while the weights are moved`,
        allowed: `it has to lead to ${named(gap.back)}`,
        fix: "Name as Next a state from which that comes before the end.",
      };
    case "given up":
      return {
        property: at(gap.node),
        given: "a Fail",
        so: `which ${gap.setter.name} leads to without the weights being set back`,
        allowed: `${named(gap.back)} has to come before`,
        fix: `Lead to ${named(gap.back)} instead of ${gap.node.name}.`,
      };
    case "tried once":
      return {
        property: `${at(gap.node)}.Retry`,
        so: "and nor has it a Catch, so one call that is throttled leaves the weights as they are",
        allowed: "a task on the way back has to be tried again, or caught",
        fix: "Add a Retry of States.ALL with some attempts.",
      };
  }
}

/**
 * Refuses state machines that move visitors and can fail without bringing them back.
 *
 * A task sets weights where it calls AWS with weights (Route 53, load balancers, aliases of functions, meshes), or invokes a
 * function that is given weights, or whose name says that it changes weights, traffic or Route 53. One after which no other weights
 * are set, and which leads to nothing but failure, brings visitors back; the others move them.
 *
 * Proves: from a task that moves visitors until they are where they should be, each task's failure is caught as States.ALL, by itself
 * or around it; from there, unless something else fails too, no Fail is reached before the weights are set back, and a way leads
 * there. Nor does any Choice lead to a Fail before. What comes after the last weights is caught; what is on the way back is tried again or caught.
 *
 * Does not prove that the weights are the right ones; that a Choice chooses the way back; what a task's own errors, that are
 * caught by name, lead to; nor anything of what no state can catch: an execution that is stopped or times out, States.Runtime,
 * States.DataLimitExceeded, an expression that fails outside of a task. Those need another machine that watches this one.
 */
export const canaryFailsBack = resourceRule(
  {
    name: "canary-fails-back",
    area: "canary",
    description: "Checks that whatever fails in a state machine that sets weights leads to the weights being set back.",
    why:
      "A release that breaks off between two steps leaves some of the visitors on a version that nobody watches any more, " +
      "until somebody happens to look.",
    severity: "high",
    remediationSteps:
      "Give every task from the first weights to the last check a Catch of `States.ALL` that leads to a task which gives " +
      "all visitors to the stable side, and from there to a Fail. `States.TaskFailed` leaves out time-outs. Retry the task that " +
      "sets the weights back. What no state can catch, such as an execution that is stopped, needs a second machine that a rule " +
      "for `Step Functions Execution Status Change` starts.",
    settings: {},
  },
  [
    on(stateMachine, ({ definition }, { refuse }) => {
      const parsed = parsedObject(definition);
      if (parsed) for (const gap of gaps(machineOf(parsed))) refuse(refusal(gap));
    }),
  ],
);
