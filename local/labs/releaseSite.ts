import { isSide, type SideName } from "../../lambdas/common/sides";
import type { Canary } from "../../scripts/canary/whereStackIs";
import type { AccountRecord } from "../account/model";
import { number, objects, text, texts } from "../account/types/read";
import type { World } from "../services/world";
import { nameOf, serviceNamed, servicesOf, targetGroupOf } from "./deployed";

const RECORD = "aws:route53/record:Record";
const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";

/** What is deployed on one side. */
export interface DeployedSide {
  record: AccountRecord;
  loadBalancer: AccountRecord;
  /** Cats. */
  released: AccountRecord;
}

/** Where releases happen, as the deployed resources say. */
export interface ReleaseSite {
  canary: Canary;
  sides: Record<SideName, DeployedSide>;
  /** The rule that tells of tasks. */
  rule: string;
}

/** Reads what lab 7 has deployed. Throws where something of it is missing. */
export function releaseSite(world: World): ReleaseSite {
  const sides = { blue: sideOf(world, "blue", "cats"), green: sideOf(world, "green", "cats-green") };
  const { inputs } = sides.blue.record;
  const zoneId = text(inputs, "zoneId") ?? "";
  const { cluster } = sides.blue.released.inputs;
  return {
    sides,
    rule: nameOf(only(world, "aws:cloudwatch/eventRule:EventRule", "-catsndogECSRule")),
    canary: {
      host: text(inputs, "name") ?? "",
      zoneId,
      nameServers: texts(only(world, "aws:route53/zone:Zone", "").outputs, "nameServers[*]"),
      cluster: String(cluster).split("/").pop() ?? "",
      services: { blue: nameOf(sides.blue.released), green: nameOf(sides.green.released) },
      release: String(only(world, "aws:sfn/stateMachine:StateMachine", "-CatsnDogsRelease").outputs.arn),
      guard: String(only(world, "aws:sfn/stateMachine:StateMachine", "-CatsnDogsReleaseGuard").outputs.arn),
      table: nameOf(only(world, "aws:dynamodb/table:Table", "")),
    },
  };
}

/** The weights of the two records, as they were set last; undefined where there are none. */
export function weightsOf(world: World): Record<SideName, number> | undefined {
  const weights: Partial<Record<SideName, number>> = {};
  for (const { inputs } of world.records(RECORD)) {
    const side = text(inputs, "setIdentifier");
    const [policy] = objects(inputs, "weightedRoutingPolicies");
    if (isSide(side)) weights[side] = number(policy ?? {}, "weight") ?? 0;
  }
  const { blue, green } = weights;
  return blue === undefined || green === undefined ? undefined : { blue, green };
}

/** The services of a side that visitors come to. Those of green are called so. */
export function servicesBehind(world: World, side: SideName): AccountRecord[] {
  const isGreen = (service: AccountRecord): boolean => /-green$/.test(nameOf(service));
  return servicesOf(world).filter(
    (service) => targetGroupOf(service) !== undefined && isGreen(service) === (side === "green"),
  );
}

function sideOf(world: World, side: SideName, released: string): DeployedSide {
  const record = world.records(RECORD).find(({ inputs }) => inputs.setIdentifier === side);
  const dnsName = record && text(record.inputs, "aliases[*].name");
  const loadBalancer = world.records(LOAD_BALANCER).find(({ outputs }) => outputs.dnsName === dnsName);
  if (!record || !loadBalancer) throw new Error(`The stack has no record for ${side}: it is deployed up to lab 6.`);
  return { record, loadBalancer, released: serviceNamed(world, released) };
}

function only(world: World, type: string, ending: string): AccountRecord {
  const [found] = world.records(type).filter((record) => nameOf(record).endsWith(ending));
  if (!found) throw new Error(`The stack has no ${type} whose name ends in "${ending}".`);
  return found;
}
