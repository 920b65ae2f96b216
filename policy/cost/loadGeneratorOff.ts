import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import { decodeUserData } from "../spot/userData";
import { instance, launchConfiguration, launchTemplate, spotFleetRequest, spotInstanceRequest } from "../types";
import { items } from "../values";

const settings = {
  tools: {
    type: "array",
    description: "Load test tools; a whole word of user data, outside comments, that is one of them counts.",
    default: [
      "artillery",
      "autocannon",
      "bombardier",
      "gatling",
      "jmeter",
      "k6",
      "locust",
      "siege",
      "tsung",
      "vegeta",
      "wrk",
      "wrk2",
    ],
    items: { type: "string", minLength: 1, maxLength: 64 },
    uniqueItems: true,
  },
  commands: {
    type: "array",
    description:
      "Load test tools whose names mean other things too; they count with an option or an address after them.",
    default: ["ab", "hey"],
    items: { type: "string", minLength: 1, maxLength: 64 },
    uniqueItems: true,
  },
} as const;

type Config = ConfigOf<typeof settings>;

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The load test tools that a script installs or runs, in the order of the settings. */
export function toolsIn(script: string, { tools, commands }: Config): string[] {
  const text = script.replaceAll(/(^|\s)#.*$/gm, "$1");
  const says = (name: string, after: string) => new RegExp(`(?<![A-Za-z0-9])${escaped(name)}${after}`, "i").test(text);
  return [
    ...tools.filter((tool) => says(tool, "(?![A-Za-z0-9])")),
    ...commands.filter((command) => says(command, "\\s+(-\\w|https?://)")),
  ];
}

function judge(property: string, userData: unknown, { config, refuse }: ResourceContext<Config>): void {
  if (typeof userData !== "string") return;
  const tools = toolsIn(decodeUserData(userData), config);
  if (tools.length === 0) return;
  refuse({
    property,
    given: `a script with ${tools.join(", ")}`,
    so: "so load, and an instance that makes it, are there as long as the stack is",
    allowed: "a load generator should be there only during a test",
    fix: "Make it depend on a setting, and switch that off after the test.",
  });
}

/** Advises to switch a load generator off. */
export const loadGeneratorOff = resourceRule(
  {
    name: "load-generator-off",
    area: "cost",
    description: "Checks whether an instance runs a load test tool for as long as the stack exists.",
    why:
      "A load generator costs money twice: its own instance, and all that the services and the fleet scale out to while " +
      "it runs. It is forgotten after the test more often than not.",
    severity: "low",
    level: "advisory",
    remediationSteps:
      "Make the load generator depend on a setting of the stack (`catsndogs:loadTest` in this program), off by default, " +
      "and deploy again with the setting off when the test is over.",
    settings,
  },
  [
    ...[instance, launchConfiguration, spotInstanceRequest].map((type) =>
      on<Config, { userData?: string; userDataBase64?: string }>(type, (machine, context) => {
        judge("userData", machine.userData, context);
        judge("userDataBase64", machine.userDataBase64, context);
      }),
    ),
    on(launchTemplate, (template, context) => judge("userData", template.userData, context)),
    on(spotFleetRequest, (fleet, context) => {
      for (const [i, specification] of items(fleet.launchSpecifications)) {
        judge(`launchSpecifications[${i}].userData`, specification.userData, context);
      }
    }),
  ],
);
