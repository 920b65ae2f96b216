import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { physicalName } from "./names";
import { type Allowed, scopedRole } from "./scopedRole";

export interface UnicornSecretArgs {
  /** The stack's name; every physical name has it. */
  stack: string;
  /** Where the unicorns are, a host name with or without a path. It is kept as a secret, whether given as one or not. */
  location: pulumi.Input<string>;
}

/** What marks the parameter, and what the role is let in by. */
const CLASSIFICATION = { Classification: "Mythical" };

/**
 * The location of the unicorns: a secure string in Parameter Store, under a key of its own, and the role of the one task
 * that may read it. The role reads what carries the tag `Classification=Mythical` among the stack's parameters, and uses the
 * key only through Parameter Store.
 *
 * Costs $0.0014 an hour: $1.00 a month of 730 hours for the key. After a destroy the key waits 7 days, free of charge,
 * until it is deleted.
 */
export class UnicornSecret extends pulumi.ComponentResource {
  readonly parameter: { name: pulumi.Output<string>; arn: pulumi.Output<string> };
  readonly key: { arn: pulumi.Output<string> };
  /** Role for tasks that read the parameter; known once it may. */
  readonly reader: { arn: pulumi.Output<string> };

  constructor(name: string, args: UnicornSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("catsndogs:index:UnicornSecret", name, {}, opts);

    const key = this.makeKey(name, args.stack);
    const parameter = this.makeParameter(name, args, key);
    const reader = this.makeReader(name, args.stack, parameter, key);

    this.parameter = { name: parameter.name, arn: parameter.arn };
    this.key = { arn: key.arn };
    this.reader = reader;
    this.registerOutputs({ parameter: this.parameter, key: this.key, reader });
  }

  /**
   * KMS's own key policy leaves the decision to IAM. One that named the role would be a circle: the role's policy names
   * the key.
   */
  private makeKey(name: string, stack: string): aws.kms.Key {
    const key = new aws.kms.Key(
      name,
      {
        description: `Encrypts the location of the unicorns of stack ${stack}`,
        enableKeyRotation: true,
        // The least that KMS takes.
        deletionWindowInDays: 7,
      },
      { parent: this },
    );
    new aws.kms.Alias(name, { name: `alias/keyForUnicorns-${stack}`, targetKeyId: key.keyId }, { parent: this });
    return key;
  }

  private makeParameter(name: string, { stack, location }: UnicornSecretArgs, key: aws.kms.Key): aws.ssm.Parameter {
    return new aws.ssm.Parameter(
      name,
      {
        name: `/${stack}/UnicornLocation`,
        description: "Location of Unicorns for catsndogs ECS lab.",
        type: "SecureString",
        keyId: key.keyId,
        value: pulumi.secret(location),
        tags: CLASSIFICATION,
      },
      { parent: this },
    );
  }

  private makeReader(
    name: string,
    stack: string,
    parameter: aws.ssm.Parameter,
    key: aws.kms.Key,
  ): { arn: pulumi.Output<string> } {
    const { accountId } = aws.getCallerIdentityOutput({}, { parent: this });
    return scopedRole(
      `${name}-reader`,
      {
        name: physicalName(stack, "catsContainerTaskRole", 64),
        service: "ecs-tasks.amazonaws.com",
        accountId,
        policyName: "read-unicorn-location",
        allows: readerAllows(parameter, key),
      },
      this,
    );
  }
}

/** What the reader may do: the tag decides which of the stack's parameters, Parameter Store is the only way to the key. */
function readerAllows(parameter: aws.ssm.Parameter, key: aws.kms.Key): Allowed[] {
  const byTag = Object.entries(CLASSIFICATION).map(([tag, value]) => [`ssm:resourceTag/${tag}`, value]);
  return [
    {
      Action: ["ssm:GetParameter", "ssm:GetParameters"],
      Resource: parameter.arn.apply((arn) => arn.replace(/[^/]+$/, "*")),
      Condition: { StringEquals: Object.fromEntries(byTag) },
    },
    {
      Action: "kms:Decrypt",
      Resource: key.arn,
      Condition: { StringEquals: { "kms:ViaService": pulumi.interpolate`ssm.${parameter.region}.amazonaws.com` } },
    },
  ];
}
