# Creates a private endpoint (Azure Private Link) in the application's VNet for a private service endpoint of
# YugabyteDB Aeon. The subscription must be one of that endpoint's security principals.

terraform {
  required_version = ">= 1.3"
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.0, < 5.0"
    }
  }
}

variable "subscription_id" {
  description = "Subscription of the VNet"
  type        = string
  default     = ""
}

variable "resource_group_name" {
  description = "Resource group for the private endpoint and the DNS zone"
  type        = string
  default     = ""
}

variable "vnet_resource_group_name" {
  description = "Resource group of the VNet"
  type        = string
  default     = ""
}

variable "vnet_name" {
  description = "The application's VNet"
  type        = string
  default     = ""
}

variable "subnet_name" {
  description = "Subnet for the private endpoint"
  type        = string
  default     = ""
}

variable "service_name" {
  description = "Alias of the private service endpoint"
  type        = string
  default     = ""
}

variable "pse_host" {
  description = "Host name that applications connect to"
  type        = string
  default     = ""
}

variable "name" {
  description = "Name for the private endpoint"
  type        = string
  default     = ""
}

variable "zone_subscription_id" {
  description = "Subscription for the private DNS zone, such as a hub's; null for the VNet's"
  type        = string
  default     = null
}

variable "zone_resource_group_name" {
  description = "Resource group for the private DNS zone; null for the private endpoint's"
  type        = string
  default     = null
}

# Only if the VNet is already linked to a zone that covers the host, such as azure.yugabyte.cloud.
variable "shared_zone" {
  description = "Existing zone; null to create a zone for this host only"
  type = object({
    name                = string
    resource_group_name = string
  })
  default = null
}

provider "azurerm" {
  features {}
  subscription_id = var.subscription_id
}

provider "azurerm" {
  alias = "zone"
  features {}
  subscription_id = local.zone_subscription_id
}

locals {
  zone_subscription_id     = coalesce(var.zone_subscription_id, var.subscription_id)
  zone_resource_group_name = coalesce(var.zone_resource_group_name, var.resource_group_name)
}

data "azurerm_virtual_network" "app" {
  name                = var.vnet_name
  resource_group_name = var.vnet_resource_group_name
}

data "azurerm_subnet" "app" {
  name                 = var.subnet_name
  virtual_network_name = var.vnet_name
  resource_group_name  = var.vnet_resource_group_name
}

# The service belongs to another subscription, so it is identified by its alias, and its owner must approve
# the connection.
resource "azurerm_private_endpoint" "pse" {
  name                = var.name
  location            = data.azurerm_virtual_network.app.location
  resource_group_name = var.resource_group_name
  subnet_id           = data.azurerm_subnet.app.id

  private_service_connection {
    name                              = var.name
    private_connection_resource_alias = var.service_name
    is_manual_connection              = true
    request_message                   = "Application VNet ${var.vnet_name}"
  }
}

# Named like the host, so that it affects only this name and hides no others.
resource "azurerm_private_dns_zone" "pse" {
  provider            = azurerm.zone
  count               = var.shared_zone == null ? 1 : 0
  name                = var.pse_host
  resource_group_name = local.zone_resource_group_name
}

# Auto-registration is off, since it would add the VNet's machines to this zone.
resource "azurerm_private_dns_zone_virtual_network_link" "app" {
  provider              = azurerm.zone
  count                 = var.shared_zone == null ? 1 : 0
  name                  = var.vnet_name
  resource_group_name   = local.zone_resource_group_name
  private_dns_zone_name = azurerm_private_dns_zone.pse[0].name
  virtual_network_id    = data.azurerm_virtual_network.app.id
  registration_enabled  = false
}

resource "azurerm_private_dns_a_record" "pse" {
  provider            = azurerm.zone
  name                = var.shared_zone == null ? "@" : trimsuffix(var.pse_host, ".${var.shared_zone.name}")
  zone_name           = var.shared_zone == null ? azurerm_private_dns_zone.pse[0].name : var.shared_zone.name
  resource_group_name = var.shared_zone == null ? local.zone_resource_group_name : var.shared_zone.resource_group_name
  ttl                 = 300
  records             = [azurerm_private_endpoint.pse.private_service_connection[0].private_ip_address]
}

output "private_ip_address" {
  value = azurerm_private_endpoint.pse.private_service_connection[0].private_ip_address
}

output "host" {
  value = var.pse_host
}
