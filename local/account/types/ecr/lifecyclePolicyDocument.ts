import type { Props, Shape, Value } from "../../model";
import { shapeFailures } from "../../validate";
import { canonical, isObject, show } from "../../values";
import { given, number, objects, parseJson, repeated, text } from "../read";

/** "Lifecycle policy length": docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const LONGEST = 30_720;

/** "Rules per lifecycle policy", likewise. */
const MOST_RULES = 50;

const shape: Shape = {
  object: {
    rules: {
      list: {
        object: {
          rulePriority: "number",
          description: "string",
          selection: {
            object: {
              tagStatus: "string",
              tagPatternList: { list: "string" },
              tagPrefixList: { list: "string" },
              storageClass: "string",
              countType: "string",
              countUnit: "string",
              countNumber: "number",
            },
            required: ["tagStatus", "countType", "countNumber"],
          },
          action: { object: { type: "string", targetStorageClass: "string" }, required: ["type"] },
        },
        required: ["rulePriority", "selection", "action"],
      },
    },
  },
  required: ["rules"],
};

/**
 * What is wrong with a lifecycle policy, or undefined. Its grammar:
 * docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export function lifecyclePolicyFailure(document: string): string | undefined {
  const failure = documentFailure(document);
  return failure && `Invalid parameter at 'LifecyclePolicyText': ${failure}`;
}

function documentFailure(document: string): string | undefined {
  if (document.length > LONGEST) return `expected at most ${LONGEST} characters, got ${document.length}`;
  const policy = parseJson(document);
  if (!isObject(policy)) return `expected a JSON object with rules, got ${show(document)}`;
  const [shaped] = shapeFailures(shape, policy, "");
  if (shaped) return `${shaped.property}: ${shaped.reason}`;
  const rules = objects(policy, "rules");
  if (rules.length < 1 || rules.length > MOST_RULES) return `expected 1 to ${MOST_RULES} rules, got ${rules.length}`;
  const [twice] = repeated(rules.map(({ rulePriority }) => String(rulePriority)));
  if (twice) return `rules: the rulePriority ${twice} is given more than once`;
  return (
    rules
      .map((rule, i) => {
        const failure = ruleFailure(rule);
        return failure && `rules[${i}].${failure}`;
      })
      .find((failure) => failure !== undefined) ?? untaggedFailure(rules)
  );
}

function ruleFailure(rule: Props): string | undefined {
  const selection = isObject(rule.selection) ? rule.selection : {};
  const priority = number(rule, "rulePriority") ?? 0;
  if (!Number.isInteger(priority) || priority < 1)
    return `rulePriority: expected a whole number from 1, got ${priority}`;
  const action = text(rule, "action.type");
  if (action !== "expire" && action !== "transition") {
    return `action.type: expected one of expire, transition, got ${show(action)}`;
  }
  const inside = selectionFailure(selection);
  return inside && `selection.${inside}`;
}

function selectionFailure(selection: Props): string | undefined {
  const status = text(selection, "tagStatus") ?? "";
  if (!["tagged", "untagged", "any"].includes(status)) {
    return `tagStatus: expected one of tagged, untagged, any, got ${show(status)}`;
  }
  const lists = ["tagPatternList", "tagPrefixList"].filter((name) => given(selection, name));
  if (status === "tagged" ? lists.length !== 1 : lists.length > 0) {
    return status === "tagged"
      ? 'tagStatus: tagged needs exactly one of "tagPatternList", "tagPrefixList"'
      : `${lists[0]}: works with tagStatus tagged only, got ${status}`;
  }
  return countFailure(selection);
}

function countFailure(selection: Props): string | undefined {
  const type = text(selection, "countType") ?? "";
  const types = ["imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"];
  if (!types.includes(type)) return `countType: expected one of ${types.join(", ")}, got ${show(type)}`;
  const count = number(selection, "countNumber") ?? 0;
  if (!Number.isInteger(count) || count < 1) return `countNumber: expected a whole number from 1, got ${count}`;
  if (type === "imageCountMoreThan") {
    return given(selection, "countUnit") ? "countUnit: not valid with countType imageCountMoreThan" : undefined;
  }
  const unit = text(selection, "countUnit");
  return unit === "days" ? undefined : `countUnit: expected days with countType ${type}, got ${show(unit)}`;
}

/** A rule for `any` image comes last, and only one may be for the untagged ones, of each storage class. */
function untaggedFailure(rules: readonly Props[]): string | undefined {
  const last = Math.max(...rules.map((rule) => number(rule, "rulePriority") ?? 0));
  const early = rules.findIndex(
    (rule) => text(rule, "selection.tagStatus") === "any" && number(rule, "rulePriority") !== last,
  );
  return early < 0
    ? undefined
    : `rules[${early}].rulePriority: a rule for tagStatus any must have the highest rulePriority, which is ${last}`;
}

/** Whether two texts are the same policy: rules have their order by priority, tag lists have none. */
export function sameLifecyclePolicy(one: Value, other: Value): boolean {
  const [a, b] = [one, other].map((value) => (typeof value === "string" ? parseJson(value) : undefined));
  return isObject(a) && isObject(b) && normal(a) === normal(b);
}

function normal(policy: Props): string {
  const rules = objects(policy, "rules").map((rule) => {
    const selection: Props = isObject(rule.selection) ? { ...rule.selection } : {};
    for (const name of ["tagPatternList", "tagPrefixList"]) {
      const tags = selection[name];
      if (Array.isArray(tags)) selection[name] = tags.length > 0 ? [...tags].sort() : null;
    }
    return { ...rule, selection };
  });
  return canonical({ ...policy, rules: rules.sort((a, b) => priority(a) - priority(b)) });
}

function priority(rule: Props): number {
  return number(rule, "rulePriority") ?? 0;
}
