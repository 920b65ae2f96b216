import type { ChangeResourceRecordSetsCommandInput } from "@aws-sdk/client-route-53";
import { SIDES, type SideName, type Sides } from "../common/sides";

/** Percent of the traffic for each side. */
export type Weights = Record<SideName, number>;

/** The two weighted records that share the traffic. */
export interface Records {
  hostedZoneId: string;
  /** Of both, for example `www.catsndogs.lol`. */
  name: string;
  sides: Sides;
}

/** Weights that no record may be given. */
export class InvalidWeights extends Error {
  override readonly name = "InvalidWeights";
}

/**
 * The weights that a release asks for.
 *
 * @param input `{ weights: { blue, green } }`, whole percentages of which the sum is 100: Route 53 would share the traffic
 *   evenly if both were 0
 * @throws InvalidWeights
 */
export function requiredWeights(input: unknown): Weights {
  const { weights } = (input ?? {}) as { weights?: Partial<Record<SideName, unknown>> };
  const given = SIDES.map((side) => weights?.[side]);
  const [blue, green] = given;
  if (isPercentage(blue) && isPercentage(green) && blue + green === 100) return { blue, green };
  throw new InvalidWeights(
    `Expected whole weights of blue and green from 0 to 100 that sum to 100, for example {"blue":90,"green":10}; ` +
      `got ${JSON.stringify(weights) ?? "none"}.`,
  );
}

/** One change of both records: Route 53 makes all of a change or nothing, so that no visitor ever sees half of it. */
export function changeOf(
  { hostedZoneId, name, sides }: Records,
  weights: Weights,
): ChangeResourceRecordSetsCommandInput {
  return {
    HostedZoneId: hostedZoneId,
    ChangeBatch: {
      Comment: `blue ${weights.blue}, green ${weights.green}`,
      Changes: SIDES.map((side) => ({
        Action: "UPSERT" as const,
        ResourceRecordSet: {
          Name: name,
          Type: "A" as const,
          SetIdentifier: side,
          Weight: weights[side],
          AliasTarget: {
            HostedZoneId: sides[side].alias.zoneId,
            DNSName: sides[side].alias.dnsName,
            // The weights alone decide where visitors go; whether a side is healthy is the release's business.
            EvaluateTargetHealth: false,
          },
        },
      })),
    },
  };
}

function isPercentage(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 100;
}
