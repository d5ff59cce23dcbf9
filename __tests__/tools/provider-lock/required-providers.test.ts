import { environments } from "../../fixtures/environments";
import { requiredProviders } from "../../../tools/provider-lock/required-providers";
import { synthApp } from "../../support/app";

const stack = (required_providers: object) => ({ json: { terraform: { required_providers } } });

test("the stacks of the app require one version range of one provider", () => {
  const app = synthApp(environments);
  const stacks = app.stackNames.map((name) => ({ json: app.stack(name).json }));
  expect(requiredProviders(stacks)).toEqual({
    terraform: {
      required_providers: { aws: { source: expect.stringMatching(/^(hashicorp\/)?aws$/), version: ">= 5.100, < 7.0" } },
    },
  });
});

test("a provider that only one stack requires, and different ranges of one provider, count too", () => {
  const aws = { source: "aws", version: ">= 5.100" };
  const stacks = [stack({ aws }), stack({ aws: { ...aws, version: "< 6.1" }, random: { source: "hashicorp/random" } })];
  expect(requiredProviders(stacks)).toEqual({
    terraform: {
      required_providers: {
        aws: { source: "aws", version: ">= 5.100, < 6.1" },
        random: { source: "hashicorp/random" },
      },
    },
  });
});
