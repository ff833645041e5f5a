# Who may connect to private service endpoints of YugabyteDB Aeon. What exists is taken over by import
# blocks (Terraform 1.5 or newer) and not made again.

terraform {
  required_version = ">= 1.5"
  required_providers {
    ybm = {
      source = "yugabyte/ybm"
    }
  }
}

# Give it as TF_VAR_auth_token, not in a file.
variable "auth_token" {
  description = "An API key of YugabyteDB Aeon"
  type        = string
  sensitive   = true
}

provider "ybm" {
  host       = "cloud.yugabyte.com"
  auth_token = var.auth_token
}
