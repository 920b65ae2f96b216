import { type Exemption, isAbout, isExpired } from "./exemptions";
import { parseUrn } from "./urn";

/** What became of one exemption in one deployment. */
export interface ExemptionUse {
  rule: string;
  exemption: Exemption;
  /** URNs of the resources that it is about and that the rule has judged. */
  judged: Set<string>;
  /** What the rule would have said, by the resource's URN; empty where the exemption is of no use. */
  exempted: Map<string, Set<string>>;
}

/**
 * What the rules have to tell about a stack besides violations, gathered while they run: a rule can report on its own
 * behalf alone, so the pack's last rules read it from here.
 */
export class Journal {
  private readonly uses = new Map<string, ExemptionUse>();
  private readonly open = new Map<string, Map<string, Set<string>>>();
  private readonly begun = new Set<string>();

  /** Every exemption of the configuration, by rule. */
  get exemptions(): ExemptionUse[] {
    return [...this.uses.values()];
  }

  /** What the rules could not decide: paths of the unknown values by resource URN, by rule. */
  get undecided(): ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>> {
    return this.open;
  }

  /**
   * Notes that a rule begins to judge the stack, whose root is registered before all else. The first rule to do so a
   * second time has come to another deployment.
   */
  begin(rule: string, exemptions: readonly Exemption[]): void {
    if (this.begun.has(rule)) this.clear();
    this.begun.add(rule);
    for (const exemption of exemptions) this.use(rule, exemption);
  }

  /** Notes that a rule has read a value that is not known. */
  leaveOpen(rule: string, urn: string, path: string): void {
    const resources = this.open.get(rule) ?? new Map<string, Set<string>>();
    const paths = resources.get(urn) ?? new Set();
    this.open.set(rule, resources.set(urn, paths.add(path)));
  }

  /** Notes that a rule is about to judge a resource. */
  judging(rule: string, exemptions: readonly Exemption[], urn: string): void {
    for (const exemption of exemptions) {
      const { judged } = this.use(rule, exemption);
      if (isAbout(exemption, urn)) judged.add(urn);
    }
  }

  /** Takes a violation as exempted, where an exemption is in force. Returns whether one is. */
  exempt(rule: string, exemptions: readonly Exemption[], urn: string, message: string, now: number): boolean {
    const inForce = exemptions.filter((one) => isAbout(one, urn) && !isExpired(one, now));
    for (const exemption of inForce) {
      const { exempted } = this.use(rule, exemption);
      exempted.set(urn, (exempted.get(urn) ?? new Set()).add(message));
    }
    return inForce.length > 0;
  }

  clear(): void {
    this.uses.clear();
    this.open.clear();
    this.begun.clear();
  }

  private use(rule: string, exemption: Exemption): ExemptionUse {
    const key = JSON.stringify([rule, exemption]);
    const use = this.uses.get(key) ?? { rule, exemption, judged: new Set(), exempted: new Map() };
    this.uses.set(key, use);
    return use;
  }
}

/** One process may deploy several stacks. */
const journals = new Map<string, Journal>();

/** The journal of the stack that a resource belongs to. */
export function journalOf(urn: string): Journal {
  const { stack, project } = parseUrn(urn);
  const key = `${stack}::${project}`;
  const journal = journals.get(key) ?? new Journal();
  journals.set(key, journal);
  return journal;
}
