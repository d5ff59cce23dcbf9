import * as guardduty from "@aws-sdk/client-guardduty";
import type { CallCache } from "./call-cache";
import { allPages } from "./pages";

const SERVICE = "GuardDuty";

/** Reads the detector of an account and Region. Each call throws an `AwsFailure`. */
export class ThreatReader {
  constructor(
    private readonly calls: CallCache,
    private readonly client: guardduty.GuardDutyClient,
  ) {}

  /** The id of the detector; `undefined` if there is none. */
  async detectorId(): Promise<string | undefined> {
    const { DetectorIds } = await this.calls.request(SERVICE, new guardduty.ListDetectorsCommand({}), (...request) =>
      this.client.send(...request),
    );
    return DetectorIds?.[0];
  }

  detector = (DetectorId: string) =>
    this.calls.request(SERVICE, new guardduty.GetDetectorCommand({ DetectorId }), (...request) =>
      this.client.send(...request),
    );

  filterNames = (DetectorId: string) =>
    allPages(
      (NextToken) =>
        this.calls.request(SERVICE, new guardduty.ListFiltersCommand({ DetectorId, NextToken }), (...request) =>
          this.client.send(...request),
        ),
      ({ FilterNames }) => FilterNames,
      ({ NextToken }) => NextToken,
    );

  filter = (DetectorId: string, FilterName: string) =>
    this.calls.request(SERVICE, new guardduty.GetFilterCommand({ DetectorId, FilterName }), (...request) =>
      this.client.send(...request),
    );

  /** Where findings are copied to. */
  async destinations(DetectorId: string): Promise<guardduty.DescribePublishingDestinationResponse[]> {
    const listed = await allPages(
      (NextToken) =>
        this.calls.request(
          SERVICE,
          new guardduty.ListPublishingDestinationsCommand({ DetectorId, NextToken }),
          (...request) => this.client.send(...request),
        ),
      ({ Destinations }) => Destinations,
      ({ NextToken }) => NextToken,
    );
    return Promise.all(
      listed.map(({ DestinationId }) =>
        this.calls.request(
          SERVICE,
          new guardduty.DescribePublishingDestinationCommand({ DetectorId, DestinationId }),
          (...request) => this.client.send(...request),
        ),
      ),
    );
  }

  organization = (DetectorId: string) =>
    this.calls.request(SERVICE, new guardduty.DescribeOrganizationConfigurationCommand({ DetectorId }), (...request) =>
      this.client.send(...request),
    );
}
