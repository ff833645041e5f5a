# Creates an interface endpoint (AWS PrivateLink) in the application's VPC for a private service endpoint of
# YugabyteDB Aeon. Run it as one of that endpoint's security principals.

terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0, < 7.0"
    }
  }
}

variable "region" {
  description = "Region of the private service endpoint and the VPC"
  type        = string
  default     = ""
}

variable "service_name" {
  description = "Service name of the private service endpoint"
  type        = string
  default     = ""
}

variable "pse_host" {
  description = "Host name that applications connect to"
  type        = string
  default     = ""
}

variable "zone_ids" {
  description = "IDs of the service's zones, which are the same in every account; empty to use the zones from AWS"
  type        = set(string)
  default     = []
}

variable "vpc_id" {
  description = "The application's VPC"
  type        = string
  default     = ""
}

variable "subnet_ids" {
  description = "Subnets of the VPC; one per zone of the service is used"
  type        = set(string)
  default     = []
}

# A rule has one source: set exactly one of these three, and leave the others null.
variable "app_security_group_id" {
  description = "Security group that the application connects from"
  type        = string
  default     = null
}

variable "app_cidr" {
  description = "IPv4 range that the application connects from"
  type        = string
  default     = null
}

variable "app_cidr_ipv6" {
  description = "IPv6 range that the application connects from"
  type        = string
  default     = null
}

variable "ports" {
  description = "YSQL uses 5433, YCQL 9042"
  type        = set(number)
  default     = []
}

variable "private_dns_enabled" {
  description = "Whether the host name resolves to the endpoint; if endpoints are accepted manually, false until then"
  type        = bool
  default     = true
}

variable "name" {
  description = "Name for the created resources"
  type        = string
  default     = ""
}

variable "tags" {
  description = "Tags for what is created, if a policy of the organization demands them"
  type        = map(string)
  default     = {}
}

provider "aws" {
  region = var.region
}

data "aws_vpc" "app" {
  id = var.vpc_id
}

# Fails if the identity running Terraform can't see the service.
data "aws_vpc_endpoint_service" "pse" {
  service_name = var.service_name
}

data "aws_subnet" "app" {
  for_each = var.subnet_ids
  id       = each.value
}

locals {
  # First by this account's zone names, then by zone IDs, which are the same in every account.
  here = [
    for subnet in data.aws_subnet.app : subnet
    if contains(data.aws_vpc_endpoint_service.pse.availability_zones, subnet.availability_zone)
  ]
  usable = [
    for subnet in local.here : subnet
    if length(var.zone_ids) == 0 || contains(var.zone_ids, subnet.availability_zone_id)
  ]
  zones = toset([for subnet in local.usable : subnet.availability_zone_id])
  # An endpoint takes one subnet per zone.
  subnet_ids = [
    for zone in local.zones :
    sort([for subnet in local.usable : subnet.id if subnet.availability_zone_id == zone])[0]
  ]
  excluded = setsubtract(var.subnet_ids, local.subnet_ids)
  names    = { "5433" = "ysql", "9042" = "ycql" }
  ports    = { for port in var.ports : lookup(local.names, tostring(port), "port-${port}") => port }
  sources  = [for source in [var.app_security_group_id, var.app_cidr, var.app_cidr_ipv6] : source if source != null]
}

resource "aws_security_group" "endpoint" {
  name        = var.name
  description = "Interface endpoint to a YugabyteDB Aeon private service endpoint"
  vpc_id      = var.vpc_id
  tags        = var.tags

  lifecycle {
    precondition {
      condition     = length(local.sources) == 1
      error_message = "Set exactly one of app_security_group_id, app_cidr and app_cidr_ipv6."
    }
  }
}

resource "aws_vpc_security_group_ingress_rule" "app" {
  for_each                     = local.ports
  security_group_id            = aws_security_group.endpoint.id
  description                  = upper(each.key)
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
  referenced_security_group_id = var.app_security_group_id
  cidr_ipv4                    = var.app_cidr
  cidr_ipv6                    = var.app_cidr_ipv6
}

resource "aws_vpc_endpoint" "pse" {
  vpc_id              = var.vpc_id
  service_name        = var.service_name
  vpc_endpoint_type   = "Interface"
  subnet_ids          = local.subnet_ids
  security_group_ids  = [aws_security_group.endpoint.id]
  private_dns_enabled = var.private_dns_enabled
  tags                = merge(var.tags, { Name = var.name })

  lifecycle {
    precondition {
      condition     = data.aws_vpc.app.enable_dns_support && data.aws_vpc.app.enable_dns_hostnames
      error_message = "Private DNS requires DNS resolution and DNS hostnames in the VPC. Turn both on first."
    }
    precondition {
      condition     = length(local.subnet_ids) > 0
      error_message = "None of the subnets is in a zone of the service (${join(", ", data.aws_vpc_endpoint_service.pse.availability_zones)})."
    }
  }
}

output "endpoint_id" {
  value = aws_vpc_endpoint.pse.id
}

output "subnets_excluded" {
  description = "Unused subnets: not in a zone of the service, or a second one in the same zone"
  value       = local.excluded
}

output "host" {
  value = var.pse_host
}
