/** A state as a test writes it. */
export type State = Record<string, unknown>;

/** A state machine as a test writes it. */
export interface Definition {
  QueryLanguage?: string;
  StartAt: string;
  States: Record<string, State>;
}

const CHANGE = "arn:aws:lambda:us-west-2:123456789012:function:changeRoute53Weights";
const CHECK = "arn:aws:lambda:us-west-2:123456789012:function:checkGreenHealth";

const weight = (name: string, value: number): State => ({
  Type: "Pass",
  Result: value,
  ResultPath: "$.weight",
  Next: name,
});
const check = (next: string): State => ({ Type: "Task", Resource: CHECK, ResultPath: "$.health", Next: next });
const healthy = (next: string): State => ({
  Type: "Choice",
  Choices: [{ Variable: "$.health.State", StringEquals: "healthy", Next: next }],
  Default: "FallBack",
});

/** A release as it is often written: two steps, and back where the check says so, but not where something fails. */
export const WITHOUT_CATCH: Definition = {
  StartAt: "Send10",
  States: {
    Send10: weight("Change10", 10),
    Change10: { Type: "Task", Resource: CHANGE, Next: "WaitA" },
    WaitA: { Type: "Wait", Seconds: 60, Next: "CheckA" },
    CheckA: check("HealthyA"),
    HealthyA: healthy("Send100"),
    Send100: weight("Change100", 100),
    Change100: { Type: "Task", Resource: CHANGE, Next: "CheckB" },
    CheckB: check("HealthyB"),
    HealthyB: healthy("Done"),
    Done: { Type: "Pass", End: true },
    FallBack: weight("Change0", 0),
    Change0: {
      Type: "Task",
      Resource: CHANGE,
      Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 5 }],
      Next: "NotHealthy",
    },
    NotHealthy: { Type: "Fail", Cause: "New ECS service is not healthy!" },
  },
};

/** The same with a catcher on each task. */
export function caught(definition: Definition, to: string, errors = ["States.ALL"]): Definition {
  const copy = structuredClone(definition);
  for (const name of ["Change10", "CheckA", "Change100", "CheckB"]) {
    copy.States[name] = { ...copy.States[name], Catch: [{ ErrorEquals: errors, Next: to }] };
  }
  return copy;
}

const setWeights = (green: unknown, rest: State): State => ({
  Type: "Task",
  Resource: "arn:aws:states:::aws-sdk:route53:changeResourceRecordSets",
  Arguments: {
    HostedZoneId: "Z1",
    ChangeBatch: { Changes: [{ Action: "UPSERT", ResourceRecordSet: { Name: "www", Type: "A", Weight: green } }] },
  },
  ...rest,
});

/** A release in JSONata whose steps are a Map, around which everything is caught; it ends well where it has gone back. */
export const STEPS_IN_A_MAP: Definition = {
  QueryLanguage: "JSONata",
  StartAt: "Steps",
  States: {
    Steps: {
      Type: "Map",
      Items: [10, 50, 100],
      MaxConcurrency: 1,
      ItemProcessor: {
        StartAt: "SetWeight",
        States: {
          SetWeight: setWeights("{% $states.input %}", { Next: "Analyze" }),
          Analyze: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Arguments: {}, Next: "Verdict" },
          Verdict: {
            Type: "Choice",
            Choices: [{ Condition: "{% $states.input.healthy %}", Next: "Next" }],
            Default: "NotHealthy",
          },
          Next: { Type: "Succeed" },
          NotHealthy: { Type: "Fail", Error: "NotHealthy" },
        },
      },
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Rollback" }],
      End: true,
    },
    Rollback: setWeights(0, { Retry: [{ ErrorEquals: ["States.ALL"] }], Next: "Tell" }),
    Tell: { Type: "Task", Resource: "arn:aws:states:::sns:publish", Arguments: {}, End: true },
  },
};

/** Cuts over, at once and for good. */
export const CUT_OVER: Definition = {
  QueryLanguage: "JSONata",
  StartAt: "All",
  States: { All: setWeights("{% $stable = 'blue' ? 100 : 0 %}", { End: true }) },
};
