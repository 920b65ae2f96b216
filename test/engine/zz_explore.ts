import { deployed, STACK } from "./deployed";
import { operations, errors, changes } from "./events";
import { POLICY_PACK } from "./cli";
const cases: Record<string, Record<string, unknown>> = {
  price: { maxSpotPrice: "0.20" }, types: { spotInstanceTypes: ["m4.large", "c4.large"] }, onDemandType: { onDemand: { instanceType: "m5.large" } },
  capacity: { spotCapacity: { min: 2, desired: 4, max: 12 } }, image: { imageTags: { cats: "v2" } }, owner: { owner: "bob" }, ingress: { siteIngressCidrs: ["10.0.0.0/8"] },
  region: { "aws:region": "us-east-1" }, ami: { onDemand: { count: 3 } }, load: { loadTest: true },
};
it("explore", async () => {
  const { workspace } = await deployed();
  for (const [k, v] of Object.entries(cases)) {
    workspace.configure(STACK, v);
    try { const p = await workspace.preview(STACK, k === "price" ? ["--policy-pack", POLICY_PACK] : []);
    console.log("=====", k, "\n" + operations(p).join("\n"), p.events.filter(e=>e.policyEvent).map(e=>JSON.stringify(e.policyEvent)).slice(0,2), errors(p)); 
    for (const t of [["SpotFleetRequest","cluster-fleet"],["Group","cluster-on-demand"],["LaunchTemplate","cluster-on-demand"],["Target","cluster-fleet"],["Service","cats"],["TaskDefinition","cats"]]) console.log(t.join(" "), changes(p, t[0]!, t[1]!)); } catch (e) { console.log(k, String(e).slice(0, 3000)); }
  }
}).timeout(600000);
