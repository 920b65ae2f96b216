import {
  CAUGHT,
  type Catcher,
  choice,
  jsonata,
  type Rule,
  type State,
  type States,
  type Text,
  task,
  wait,
} from "./asl";
import { STRAGGLER_SECONDS, SYNC_SECONDS } from "./releaseArgs";

/** Variables that a task which changes weights leaves for {@link untilInSync}. */
export const CHANGE_BEGUN = { changedMillis: jsonata("$millis()") };

/** For a task that restores weights: an attempt whose answer did not come may still be about to change them. */
export const IS_LAST = { isLast: jsonata("$isLast and $states.context.State.RetryCount = 0") };

/** Has the function set both weights at once. @param weight The candidate's, in JSONata; the other side has the rest of 100. */
export function setWeights(
  updateRoute53Arn: Text,
  {
    weight,
    assign,
    ...rest
  }: Pick<Parameters<typeof task>[0], "comment" | "patience" | "assign" | "next" | "failed"> & { weight: string },
): State {
  return task({
    ...rest,
    resource: "arn:aws:states:::lambda:invoke",
    args: {
      FunctionName: updateRoute53Arn,
      Payload: { weights: jsonata(`$merge([{ $release.side: ${weight} }, { $other: 100 - ${weight} }])`) },
    },
    assign: { changeId: jsonata("$states.result.Payload.changeId"), ...CHANGE_BEGUN, ...assign },
  });
}

/**
 * Asks Route 53 every five seconds how far a change is, until all name servers know.
 *
 * @param prefix Of the states' names.
 * @param late What happens where that takes too long.
 */
export function untilInSync(
  prefix: string,
  { inSync, late, failed }: { inSync: readonly Rule[]; late: Catcher; failed: Catcher },
): States {
  return {
    [`${prefix}GetChange`]: task({
      comment: "How far the change of both records is",
      resource: "arn:aws:states:::aws-sdk:route53:getChange",
      args: { Id: jsonata("$changeId") },
      assign: { sync: jsonata("$states.result.ChangeInfo.Status") },
      patience: "long",
      next: `${prefix}InSync`,
      failed,
    }),
    [`${prefix}InSync`]: choice(
      "Goes on when all of Route 53's name servers know",
      [
        ...inSync.map((rule) => ({ ...rule, when: `$sync = 'INSYNC'${rule.when === "" ? "" : ` and ${rule.when}`}` })),
        { when: `$millis() - $changedMillis > ${SYNC_SECONDS * 1000}`, ...late },
      ],
      `${prefix}WaitForSync`,
    ),
    [`${prefix}WaitForSync`]: wait("Usually within a minute", 5, `${prefix}GetChange`),
  };
}

/**
 * Restores weights once more when a call of before may have changed them after they were restored: a function goes on, though
 * its execution was stopped or has given it up. The lock is held meanwhile, so that it cannot meet the next release.
 */
export function outwait(next: string): State {
  return wait("A function that nobody waits for may still set weights: they are set again", STRAGGLER_SECONDS, next, {
    isLast: true,
  });
}

/** Where a task of a step goes that has failed for good. */
export const BACK: Catcher = { next: "FailBack", assign: CAUGHT };
