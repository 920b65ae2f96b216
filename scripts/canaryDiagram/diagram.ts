import type { State, States } from "../../components/canary/asl";

/** States that belong together, by what they are about. */
export type Groups = Readonly<Record<string, States>>;

/**
 * State machines as a flow chart in Mermaid: states in their groups, and where each leads when nothing fails. A choice is a
 * rhombus, an end is round, and what only waits or asks is as it is in the definition.
 */
export function diagram(groups: Groups): string {
  const lines = ["flowchart TD"];
  for (const [title, states] of Object.entries(groups)) {
    lines.push(`  subgraph ${title.replaceAll(" ", "_")}["${title}"]`);
    for (const [name, state] of Object.entries(states)) lines.push(`    ${name}${shape(name, state)}`);
    lines.push("  end");
  }
  for (const states of Object.values(groups)) {
    for (const [name, state] of Object.entries(states)) {
      for (const next of new Set(nexts(state))) lines.push(`  ${name} --> ${next}`);
    }
  }
  return lines.join("\n");
}

function shape(name: string, { Type }: State): string {
  if (Type === "Choice") return `{${name}}`;
  if (Type === "Succeed" || Type === "Fail") return `([${name}])`;
  return `[${name}]`;
}

function nexts({ Next, Choices = [], Default }: State): string[] {
  const ways = [...(Choices as State[]).map((rule) => rule.Next), Next, Default];
  return ways.filter((one) => typeof one === "string");
}
