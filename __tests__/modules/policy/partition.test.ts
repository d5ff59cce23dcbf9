import { dnsSuffixOf, partitionOf, principalSuffixOf } from "../../../modules/policy";

test.each([
  ["eu-central-1", "aws", "amazonaws.com", "amazonaws.com"],
  ["us-east-2", "aws", "amazonaws.com", "amazonaws.com"],
  ["us-gov-west-1", "aws-us-gov", "amazonaws.com", "amazonaws.com"],
  ["us-gov-east-1", "aws-us-gov", "amazonaws.com", "amazonaws.com"],
  ["cn-north-1", "aws-cn", "amazonaws.com.cn", "amazonaws.com.cn"],
  ["cn-northwest-1", "aws-cn", "amazonaws.com.cn", "amazonaws.com.cn"],
  ["eusc-de-east-1", "aws-eusc", "amazonaws.eu", "amazonaws.com"],
])("%s is in partition %s, endpoints under %s, principals under %s", (region, partition, suffix, principals) => {
  expect(partitionOf(region)).toBe(partition);
  expect(dnsSuffixOf(region)).toBe(suffix);
  expect(principalSuffixOf(region)).toBe(principals);
});

test("a Region is known by how its code begins, not by what it holds", () => {
  expect(partitionOf("ca-cn-1")).toBe("aws");
});
