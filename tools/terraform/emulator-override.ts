/**
 * What the AWS provider of a root module requires of an emulator. In a file whose name ends with `_override.tf`, Terraform
 * merges it into the configuration.
 */
export const EMULATOR_OVERRIDE = `
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
provider "aws" {
  s3_use_path_style           = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}
`;
