import { onEvery, resourceRule } from "../rule";
import { physicalNameOf } from "./physicalNames";
import { isRandom, timesIn } from "./words";

/** Refuses names that a second stack in the account would want too. */
export const namesStackScoped = resourceRule(
  {
    name: "names-stack-scoped",
    area: "names",
    description: "Checks that names of which an account can have only one contain the stack's name.",
    why:
      "Two attendees who deploy the same program to one account ask for the same names. The second deployment fails in " +
      "the middle, or, worse, takes over what the first one made.",
    severity: "medium",
    remediationSteps:
      "Put the stack's name (`pulumi.getStack()`) into the name, or leave the name out so that Pulumi makes up one. It " +
      "counts as whole words anywhere in the name, in capitals or not: `alice-cats`, `/alice/cats`.",
    settings: {},
  },
  [
    onEvery(
      "Every type whose names are unique in an account or in the world",
      (type) => physicalNameOf(type)?.unique === true,
      (props, { type, name: resourceName, stack, refuse }) => {
        const property = physicalNameOf(type)?.property ?? "name";
        const given = props[property];
        if (typeof given !== "string" || given === "") return;
        if (timesIn(given, stack) > 0 || isRandom(given, resourceName)) return;
        refuse({
          property,
          given,
          so: "which another stack of this program would ask for too",
          allowed: `the stack's name, ${stack}, is required in it`,
          fix: "Make it from pulumi.getStack(), or leave it out.",
        });
      },
    ),
  ],
);
