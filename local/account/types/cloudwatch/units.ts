/** Units of a metric: AWS::CloudWatch::Alarm's registry schema. */
export const UNITS: readonly string[] = [
  ...["Seconds", "Microseconds", "Milliseconds", "Percent", "Count", "Count/Second", "None"],
  ...["", "Kilo", "Mega", "Giga", "Tera"].flatMap((size) =>
    ["Bytes", "Bits"].flatMap((kind) => {
      const unit = size ? `${size}${kind.toLowerCase()}` : kind;
      return [unit, `${unit}/Second`];
    }),
  ),
];

export const STATISTICS: readonly string[] = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"];

/** Percentiles and trimmed statistics: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
export const EXTENDED_STATISTIC =
  /^((p|tm|wm|tc|ts)(100|\d{1,2}(\.\d{1,10})?)|IQM|(TM|WM|PR|TC|TS)\((\d+(\.\d+)?%?)?:(\d+(\.\d+)?%?)?\))$/;
