# Gives the application's VPC an interface endpoint (AWS PrivateLink) to a private service endpoint of
# YugabyteDB Aeon. Run it as one of the security principals that are allowed there.

terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "region" {
  description = "The region of the private service endpoint, and of the VPC"
  type        = string
  default     = ""
}

variable "service_name" {
  description = "The service name of the private service endpoint"
  type        = string
  default     = ""
}

variable "pse_host" {
  description = "The name that applications connect to"
  type        = string
  default     = ""
}

variable "zone_ids" {
  description = "The zones of the service by their ids, which are the same in every account; empty: as AWS gives them"
  type        = set(string)
  default     = []
}

variable "vpc_id" {
  description = "The application's VPC"
  type        = string
  default     = ""
}

variable "subnet_ids" {
  description = "Subnets of the VPC; those in a zone of the service are used, one a zone"
  type        = set(string)
  default     = []
}

# A rule takes one source: give exactly one of the three, and leave null for the others.
variable "app_security_group_id" {
  description = "The security group that the application connects from"
  type        = string
  default     = null
}

variable "app_cidr" {
  description = "The IPv4 range that the application connects from"
  type        = string
  default     = null
}

variable "app_cidr_ipv6" {
  description = "The IPv6 range that the application connects from"
  type        = string
  default     = null
}

variable "ports" {
  description = "YSQL is at 5433, YCQL at 9042"
  type        = set(number)
  default     = []
}

variable "private_dns_enabled" {
  description = "Whether the host's name leads to the endpoint; false until the endpoint is accepted, where the service accepts by hand"
  type        = bool
  default     = true
}

variable "name" {
  description = "A name for what is made"
  type        = string
  default     = ""
}

provider "aws" {
  region = var.region
}

data "aws_vpc" "app" {
  id = var.vpc_id
}

# The pre-flight: this fails where the service can't be seen by whoever runs Terraform.
data "aws_vpc_endpoint_service" "pse" {
  service_name = var.service_name
}

data "aws_subnet" "app" {
  for_each = var.subnet_ids
  id       = each.value
}

locals {
  # By the names that the zones have in this account, then by their ids, which compare across accounts.
  here = [
    for subnet in data.aws_subnet.app : subnet
    if contains(data.aws_vpc_endpoint_service.pse.availability_zones, subnet.availability_zone)
  ]
  usable = [
    for subnet in local.here : subnet
    if length(var.zone_ids) == 0 || contains(var.zone_ids, subnet.availability_zone_id)
  ]
  zones = toset([for subnet in local.usable : subnet.availability_zone_id])
  # An endpoint takes one subnet a zone.
  subnet_ids = [
    for zone in local.zones :
    sort([for subnet in local.usable : subnet.id if subnet.availability_zone_id == zone])[0]
  ]
  left_out = setsubtract(var.subnet_ids, local.subnet_ids)
  names    = { "5433" = "ysql", "9042" = "ycql" }
  ports    = { for port in var.ports : lookup(local.names, tostring(port), "port-${port}") => port }
  sources  = [for source in [var.app_security_group_id, var.app_cidr, var.app_cidr_ipv6] : source if source != null]
}

resource "aws_security_group" "endpoint" {
  name        = var.name
  description = "Interface endpoint to a YugabyteDB Aeon private service endpoint"
  vpc_id      = var.vpc_id

  lifecycle {
    precondition {
      condition     = length(local.sources) == 1
      error_message = "Give exactly one of app_security_group_id, app_cidr and app_cidr_ipv6."
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
  tags                = { Name = var.name }

  lifecycle {
    precondition {
      condition     = data.aws_vpc.app.enable_dns_support && data.aws_vpc.app.enable_dns_hostnames
      error_message = "Private DNS needs both DNS resolution and DNS hostnames of the VPC: switch them on first."
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

output "subnets_left_out" {
  description = "Subnets that can't be used: not in a zone of the service, or a second one in its zone"
  value       = local.left_out
}

output "host" {
  value = var.pse_host
}
