import { containersOf } from "../ecs/containers";
import { isObject, parsed, parsedObject } from "../json";
import { type ConfigOf, on, onEach, type ResourceContext, resourceRule } from "../rule";
import { decodeUserData } from "../spot/userData";
import {
  codebuildProject,
  daemonTaskDefinition,
  eventTarget,
  expressGatewayService,
  instance,
  lambdaFunction,
  launchConfiguration,
  launchTemplate,
  pipeline,
  type ResourceType,
  spotFleetRequest,
  spotInstanceRequest,
  taskDefinition,
} from "../types";
import { isKnown, items } from "../values";
import { credentialIn } from "./credentials";
import { buildVariablesOf, objectsOf, type Variable, variablesIn, variablesOf } from "./environment";
import { isAboutSecret, namesSecret } from "./secretNames";

const settings = {
  allowedNames: {
    type: "array",
    description: "Names of environment variables that may hold what they like.",
    default: [] as readonly string[],
    items: { type: "string", minLength: 1, maxLength: 256 },
    uniqueItems: true,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;

/** A value is told by its length or its kind: what is reported ends in logs. */
function judge({ property, name, value }: Variable, { config, refuse }: Context, instead: string): void {
  if (value === "" || config.allowedNames.includes(name)) return;
  const credential = credentialIn(value);
  if (!credential && (!namesSecret(name) || isAboutSecret(value))) return;
  refuse({
    property: `${property} of ${name}`,
    given: credential ?? `${value.length} characters of plain text`,
    so: "which everybody who may describe the resource can read",
    allowed: "the place of a secret is allowed, the secret itself is not",
    fix: instead,
  });
}

const IN_CONTAINER = "Keep it in Parameter Store or Secrets Manager and name it in the container's secrets.";
const IN_FUNCTION = "Keep it in Parameter Store or Secrets Manager and let the function read it from there.";
const IN_BUILD =
  'Keep it in Parameter Store or Secrets Manager and give the variable the type "PARAMETER_STORE" or so.';

/** The `overrides` that a schedule gives a task. */
function overridden(property: string, input: unknown): Variable[] {
  const overrides = parsedObject(input)?.containerOverrides;
  return objectsOf(`${property}.containerOverrides`, overrides).flatMap(([at, container]) =>
    variablesOf(`${at}.environment`, container.environment),
  );
}

function judgeUserData(property: string, userData: unknown, { refuse }: Context): void {
  const credential = typeof userData === "string" ? credentialIn(decodeUserData(userData)) : undefined;
  if (credential === undefined) return;
  refuse({
    property,
    given: `a text with ${credential}`,
    so: "which every process of the instance can read from its metadata",
    allowed: "user data without secrets is allowed",
    fix: "Let the instance read it from Parameter Store or Secrets Manager by its role.",
  });
}

const MACHINES: readonly ResourceType<{ userData?: string; userDataBase64?: string }>[] = [
  instance,
  launchConfiguration,
  spotInstanceRequest,
];

/** Refuses secrets in plain text where programs, and everybody else, can read them. */
export const secretsNotInEnvironment = resourceRule(
  {
    name: "secrets-not-in-environment",
    area: "secrets",
    description: "Checks that no secret stands in an environment variable or in user data.",
    why:
      "Environment variables are shown in the console, in descriptions, in logs and in the stack's state. A secret in " +
      "one is known to everybody who may look at the account.",
    severity: "critical",
    remediationSteps:
      "Keep the secret in Parameter Store or Secrets Manager. Name it in `secrets` of a container, in a variable of type " +
      "`PARAMETER_STORE` or `SECRETS_MANAGER` of CodeBuild, or let the program read it by its role. Change a secret that " +
      "was deployed.",
    framework: {
      name: "AWS Foundational Security Best Practices",
      version: "1.0.0",
      reference: "ECS.8, CodeBuild.2",
      specification: "Secrets should not be passed as environment variables in clear text",
    },
    settings,
  },
  [
    on(taskDefinition, ({ containerDefinitions }, context) => {
      for (const { property, definition } of containersOf(containerDefinitions)) {
        const variables = variablesOf(`${property}.environment`, definition.environment);
        for (const one of variables) judge(one, context, IN_CONTAINER);
      }
    }),
    on(daemonTaskDefinition, ({ containerDefinitions }, context) => {
      for (const [at, container] of objectsOf("containerDefinitions", containerDefinitions)) {
        for (const one of variablesOf(`${at}.environments`, container.environments)) judge(one, context, IN_CONTAINER);
      }
    }),
    on(expressGatewayService, ({ primaryContainer }, context) => {
      const environments = isKnown(primaryContainer) ? primaryContainer.environments : undefined;
      for (const one of variablesOf("primaryContainer.environments", environments)) judge(one, context, IN_CONTAINER);
    }),
    on(eventTarget, ({ input }, context) => {
      for (const one of overridden("input", input)) judge(one, context, IN_CONTAINER);
    }),
    on(lambdaFunction, ({ environment }, context) => {
      const variables = isKnown(environment) ? environment.variables : undefined;
      for (const one of variablesIn("environment.variables", variables)) judge(one, context, IN_FUNCTION);
    }),
    on(codebuildProject, ({ environment }, context) => {
      const variables = isKnown(environment) ? environment.environmentVariables : undefined;
      for (const one of buildVariablesOf("environment.environmentVariables", variables)) judge(one, context, IN_BUILD);
    }),
    on(pipeline, ({ stages }, context) => {
      for (const [stage, { actions }] of objectsOf("stages", stages)) {
        for (const [at, { configuration }] of objectsOf(`${stage}.actions`, actions)) {
          const given = isObject(configuration) ? configuration.EnvironmentVariables : undefined;
          const property = `${at}.configuration.EnvironmentVariables`;
          for (const one of buildVariablesOf(property, parsed(given))) judge(one, context, IN_BUILD);
        }
      }
    }),
    on(launchTemplate, ({ userData }, context) => judgeUserData("userData", userData, context)),
    ...onEach<ConfigOf<typeof settings>, { userData?: string; userDataBase64?: string }>(
      MACHINES,
      (machine, context) => {
        judgeUserData("userData", machine.userData, context);
        judgeUserData("userDataBase64", machine.userDataBase64, context);
      },
    ),
    on(spotFleetRequest, ({ launchSpecifications }, context) => {
      for (const [i, { userData }] of items(launchSpecifications)) {
        judgeUserData(`launchSpecifications[${i}].userData`, userData, context);
      }
    }),
  ],
);
