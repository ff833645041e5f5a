# Private service endpoints of YugabyteDB Aeon with their security principals. Existing endpoints are imported
# by import blocks (Terraform 1.5 or later), not created again.

terraform {
  required_version = ">= 1.5"
  required_providers {
    ybm = {
      source = "yugabyte/ybm"
    }
  }
}

# Set it as TF_VAR_auth_token, not in a file.
variable "auth_token" {
  description = "YugabyteDB Aeon API key"
  type        = string
  sensitive   = true
}

provider "ybm" {
  host       = "cloud.yugabyte.com"
  auth_token = var.auth_token
}
