import type { CheckFailure, Props } from "../../model";
import { show } from "../../values";
import { given, number, objects, text } from "../read";

/** Fields that a container may not have under a network mode: API_ContainerDefinition and API_TaskDefinition. */
const UNSUPPORTED: Record<string, readonly string[]> = {
  awsvpc: ["links", "hostname", "extraHosts", "dnsServers", "dnsSearchDomains", "disableNetworking"],
  host: ["links", "hostname", "disableNetworking"],
  none: ["links", "portMappings"],
};

/** What is wrong with the containers of a task under its network mode; paths begin at the list of containers. */
export function networkFailures(containers: readonly Props[], mode: string): CheckFailure[] {
  return [
    ...containers.flatMap((container, i) => [
      ...unsupported(container, mode, i),
      ...(mode === "awsvpc" || mode === "host" ? unequalPorts(container, mode, i) : []),
    ]),
    ...(mode === "none" ? [] : sharedPorts(containers)),
    ...(mode === "bridge" ? badLinks(containers) : []),
  ];
}

function unsupported(container: Props, mode: string, i: number): CheckFailure[] {
  return (UNSUPPORTED[mode] ?? [])
    .filter((name) => given(container, name))
    .map((name) => ({ property: `[${i}].${name}`, reason: `not supported when networkMode=${mode}` }));
}

/** Without a bridge of Docker's between them there is only one port. */
function unequalPorts(container: Props, mode: string, i: number): CheckFailure[] {
  return objects(container, "portMappings").flatMap((mapping, j) => {
    const host = number(mapping, "hostPort") ?? 0;
    const inside = number(mapping, "containerPort");
    if (host === 0 || inside === undefined || host === inside) return [];
    return [
      {
        property: `[${i}].portMappings[${j}].hostPort`,
        reason:
          `When networkMode=${mode}, the host ports and container ports in port mappings must match; ` +
          `got ${host} for container port ${inside}`,
      },
    ];
  });
}

/** A fixed port of the host can serve only one container of a task. */
function sharedPorts(containers: readonly Props[]): CheckFailure[] {
  const taken = new Map<string, string>();
  return containers.flatMap((container, i) =>
    objects(container, "portMappings").flatMap((mapping, j) => {
      const host = number(mapping, "hostPort") ?? 0;
      if (host === 0) return [];
      const port = `${host}/${text(mapping, "protocol") ?? "tcp"}`;
      const property = `[${i}].portMappings[${j}].hostPort`;
      const other = taken.get(port);
      taken.set(port, String(container.name));
      return other
        ? [{ property, reason: `the host port ${port} is taken by the container ${show(other)} already` }]
        : [];
    }),
  );
}

/** A link is the name of another container of the task, with or without an alias: `name:alias`. */
function badLinks(containers: readonly Props[]): CheckFailure[] {
  const names = containers.map((container) => text(container, "name"));
  return containers.flatMap((container, i) => {
    const links = Array.isArray(container.links) ? container.links : [];
    return links.flatMap((link, j) => {
      const target = String(link).split(":")[0];
      if (names.includes(target) && names[i] !== target) return [];
      return [{ property: `[${i}].links[${j}]`, reason: `${show(link)} is no other container of this task` }];
    });
  });
}
