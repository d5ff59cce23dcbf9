import { describeProperties } from "../support/property-runs";

jest.setTimeout(600_000);

describe("protected environments", () => describeProperties(true));
