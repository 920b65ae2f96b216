import type { LaunchTemplateArgs } from "@pulumi/aws/ec2/launchTemplate";
import type { PolicyResource } from "@pulumi/policy";
import type { Unwrap } from "@pulumi/pulumi";
import { givenOutput } from "../given";
import { type Reference, referredTo } from "../references";
import type { StackContext, StackResource } from "../rule";
import { type Specifications, templateReference } from "../spot/templates";
import { decodeUserData } from "../spot/userData";
import {
  autoscalingGroup,
  capacityProvider,
  ec2Fleet,
  instance,
  launchConfiguration,
  launchTemplate,
  spotFleetRequest,
  spotInstanceRequest,
} from "../types";
import { isKnown, isMissing, isPartial, items, type Seen, UNKNOWN } from "../values";
import { type AgentSettings, agentSettings } from "./agentSettings";

/** A kind of container instance that a stack may launch. */
export interface Host extends AgentSettings {
  /** Its instance type; undefined where AWS chooses it, or where it is not known. */
  type?: string;
}

/** All kinds of container instances of a stack. */
export interface Hosts {
  hosts: readonly Host[];
  /** Whether there may be others, of which nothing is known. */
  open: boolean;
}

type Text = Seen<string> | null | undefined;
type Template = StackResource<Unwrap<LaunchTemplateArgs>>;
type Override = Seen<{ instanceType?: string; instanceRequirements?: object }>;

/** What the two kinds of fleets, and groups with mixed instances, say of one launch template. */
interface Config {
  readonly launchTemplateSpecification?: Specifications[number];
  readonly overrides?: Seen<readonly unknown[]>;
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** Gathers the hosts of a stack. */
class Gathering implements Hosts {
  readonly hosts: Host[] = [];
  open = false;
  private readonly templates: readonly Template[];

  constructor(private readonly stack: Pick<StackContext<unknown>, "all">) {
    this.templates = stack.all(launchTemplate);
    // ECS chooses the instances of a provider that manages them.
    this.open = stack.all(capacityProvider).some(({ props }) => !isMissing(props.managedInstancesProvider));
  }

  /** Adds what launches with user data of its own. */
  add(types: readonly unknown[], ...userData: Text[]): void {
    if (userData.includes(UNKNOWN)) this.open = true;
    for (const given of userData.map(text)) {
      const agent = given === undefined ? undefined : agentSettings(decodeUserData(given));
      if (agent) this.hosts.push(...types.map((type) => ({ ...agent, type: text(type) })));
    }
  }

  /** Adds what launches from a launch template. */
  launched(
    resource: PolicyResource,
    property: string,
    given: Config["launchTemplateSpecification"],
    overrides: unknown,
  ) {
    const reference = templateReference(resource, property, [given]);
    const [template] = referredTo(reference, this.templates, ({ props }) => [props.name]);
    if (!template) this.open = true;
    if (!template) return;
    const { instanceType, instanceRequirements, userData } = template.props;
    const required = givenOutput(template.resource, "instanceRequirements", instanceRequirements);
    const own = isMissing(required) ? instanceType : UNKNOWN;
    const listed = items(overrides as readonly Override[]).map(([, override]) => {
      if (!isMissing(override.instanceRequirements)) return UNKNOWN;
      return isMissing(override.instanceType) ? own : override.instanceType;
    });
    // Of those that are not known the template says all but the type.
    const others = isPartial(overrides) ? [UNKNOWN] : [];
    const types = [...listed, ...others];
    this.add(types.length > 0 ? types : [own], userData);
  }

  fleets(): void {
    for (const { resource, props } of [...this.stack.all(spotFleetRequest), ...this.stack.all(ec2Fleet)]) {
      const given: Seen<readonly Config[]> | undefined = props.launchTemplateConfigs;
      const configs = givenOutput(resource, "launchTemplateConfigs", given);
      if (isPartial(configs)) this.open = true;
      for (const [, config] of items(configs)) {
        this.launched(resource, "launchTemplateConfigs", config.launchTemplateSpecification, config.overrides);
      }
    }
    for (const { resource, props } of this.stack.all(spotFleetRequest)) {
      const specifications = givenOutput(resource, "launchSpecifications", props.launchSpecifications);
      if (isPartial(specifications)) this.open = true;
      for (const [, one] of items(specifications)) this.add([one.instanceType], one.userData);
    }
  }

  groups(): void {
    const configurations = this.stack.all(launchConfiguration);
    for (const { resource, props } of this.stack.all(autoscalingGroup)) {
      if (isKnown(props.launchTemplate)) this.launched(resource, "launchTemplate", props.launchTemplate, []);
      const mixed = givenOutput(resource, "mixedInstancesPolicy", props.mixedInstancesPolicy);
      const template = isKnown(mixed) ? mixed.launchTemplate : mixed;
      const own = givenOutput(resource, "launchTemplate", props.launchTemplate);
      if (own === UNKNOWN || mixed === UNKNOWN || template === UNKNOWN) this.open = true;
      if (isKnown(template)) {
        const specifications: Specifications = [
          template.launchTemplateSpecification,
          ...items(template.overrides).map(([, override]) => override.launchTemplateSpecification),
        ];
        for (const one of specifications.filter((each) => !isMissing(each))) {
          this.launched(resource, "mixedInstancesPolicy", one, template.overrides);
        }
      }
      if (isMissing(givenOutput(resource, "launchConfiguration", props.launchConfiguration))) continue;
      const name: Text = props.launchConfiguration === UNKNOWN ? UNKNOWN : text(props.launchConfiguration);
      const reference: Reference = { resource, property: "launchConfiguration", values: [name] };
      const found = referredTo(reference, configurations, (one) => [one.props.name]);
      if (found.length === 0) this.open = true;
      for (const { resource: its, props: one } of found) {
        this.add([one.instanceType], one.userData, givenOutput(its, "userDataBase64", one.userDataBase64));
      }
    }
  }

  instances(): void {
    for (const { resource, props } of [...this.stack.all(instance), ...this.stack.all(spotInstanceRequest)]) {
      const userData = givenOutput(resource, "userData", props.userData);
      const inBase64 = givenOutput(resource, "userDataBase64", props.userDataBase64);
      if (!isMissing(userData) || !isMissing(inBase64)) this.add([props.instanceType], userData, inBase64);
      else if (isKnown(props.launchTemplate)) {
        this.launched(resource, "launchTemplate", props.launchTemplate, [{ instanceType: props.instanceType }]);
      }
    }
  }
}

/** Every kind of container instance that a stack's fleets, groups and instances may be. */
export function hostsOf(stack: Pick<StackContext<unknown>, "all">): Hosts {
  const gathering = new Gathering(stack);
  gathering.fleets();
  gathering.groups();
  gathering.instances();
  return gathering;
}
