const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("remediation", {
  policies: [
    {
      name: "logs-for-a-day",
      description: "Keeps logs for one day.",
      enforcementLevel: "remediate",
      remediateResource: ({ type, props }) =>
        type === "aws:cloudwatch/logGroup:LogGroup" ? { ...props, retentionInDays: 1 } : undefined,
    },
  ],
});
