import { dnsSuffixOf, partitionOf } from "../../../modules/policy";

test.each([
  ["eu-central-1", "aws", "amazonaws.com"],
  ["us-east-2", "aws", "amazonaws.com"],
  ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
  ["us-gov-east-1", "aws-us-gov", "amazonaws.com"],
  ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
  ["cn-northwest-1", "aws-cn", "amazonaws.com.cn"],
])("%s is in partition %s under %s", (region, partition, suffix) => {
  expect(partitionOf(region)).toBe(partition);
  expect(dnsSuffixOf(region)).toBe(suffix);
});

test("a Region is known by how its code begins, not by what it holds", () => {
  expect(partitionOf("ca-cn-1")).toBe("aws");
});
