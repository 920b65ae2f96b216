import { onEvery, resourceRule } from "../rule";
import { physicalNameOf } from "./physicalNames";
import { isRandom, timesIn } from "./words";

const settings = {
  maxStackNameLength: {
    type: "integer",
    // What this program takes as a stack's name.
    description: "The longest stack name, in characters, that names must have room for.",
    default: 12,
    minimum: 1,
    maximum: 100,
  },
} as const;

/** Refuses names that are too long, here or in the stack of somebody with a longer name. */
export const namesLength = resourceRule(
  {
    name: "names-length",
    area: "names",
    description: "Checks that names are within AWS's limits, also in a stack with the longest name.",
    why:
      "The provider refuses a name that is too long in this stack. It does not see that the instructor's `demo-` fits and an " +
      "attendee's `christopher-` does not, so that the program fails only where nobody tried it.",
    severity: "low",
    remediationSteps:
      "Shorten what the program adds to the stack's name, or set `maxStackNameLength` to the longest name that your " +
      "stacks can have.",
    settings,
  },
  [
    onEvery(
      "Every type whose names have a limit that is known",
      (type) => physicalNameOf(type) !== undefined,
      (props, { type, name: resourceName, stack, config, refuse }) => {
        const { property, most } = physicalNameOf(type) ?? { property: "name", most: Number.POSITIVE_INFINITY };
        const given = props[property];
        // The provider keeps the names that it makes up within the limit.
        if (typeof given !== "string" || isRandom(given, resourceName)) return;
        const more = Math.max(0, config.maxStackNameLength - stack.length);
        const longest = given.length + timesIn(given, stack) * more;
        if (longest <= most) return;
        refuse({
          property,
          given,
          so:
            given.length > most
              ? `which has ${given.length} characters`
              : `which has ${longest} characters in a stack whose name has ${config.maxStackNameLength}`,
          allowed: `at most ${most} are allowed`,
          fix: `Shorten it by ${longest - most}.`,
        });
      },
    ),
  ],
);
