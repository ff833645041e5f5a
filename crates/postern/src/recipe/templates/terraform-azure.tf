# Gives the application's VNet a private endpoint (Azure Private Link) to a private service endpoint of
# YugabyteDB Aeon. The subscription must be one that is allowed there.

terraform {
  required_version = ">= 1.3"
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.0"
    }
  }
}

variable "subscription_id" {
  description = "The subscription of the VNet"
  type        = string
  default     = ""
}

variable "resource_group_name" {
  description = "The resource group that the private endpoint and the DNS zone go to"
  type        = string
  default     = ""
}

variable "vnet_resource_group_name" {
  description = "The resource group of the VNet"
  type        = string
  default     = ""
}

variable "vnet_name" {
  description = "The application's VNet"
  type        = string
  default     = ""
}

variable "subnet_name" {
  description = "The subnet that the endpoint takes an address of"
  type        = string
  default     = ""
}

variable "service_name" {
  description = "The alias of the private service endpoint"
  type        = string
  default     = ""
}

variable "pse_host" {
  description = "The name that applications connect to"
  type        = string
  default     = ""
}

variable "name" {
  description = "A name for the private endpoint"
  type        = string
  default     = ""
}

# Only where the VNet is linked to a zone that covers the host, such as azure.yugabyte.cloud.
variable "shared_zone" {
  description = "The zone that is there already; null: a zone for the host alone is made"
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

data "azurerm_virtual_network" "app" {
  name                = var.vnet_name
  resource_group_name = var.vnet_resource_group_name
}

data "azurerm_subnet" "app" {
  name                 = var.subnet_name
  virtual_network_name = var.vnet_name
  resource_group_name  = var.vnet_resource_group_name
}

# The service belongs to another subscription: it is named by its alias, and the connection is a request
# that its owner approves.
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

# Named like the host, the zone changes the answer for this one name and hides no other.
resource "azurerm_private_dns_zone" "pse" {
  count               = var.shared_zone == null ? 1 : 0
  name                = var.pse_host
  resource_group_name = var.resource_group_name
}

# Without registration: the VNet's machines would get names in this zone.
resource "azurerm_private_dns_zone_virtual_network_link" "app" {
  count                 = var.shared_zone == null ? 1 : 0
  name                  = var.vnet_name
  resource_group_name   = var.resource_group_name
  private_dns_zone_name = azurerm_private_dns_zone.pse[0].name
  virtual_network_id    = data.azurerm_virtual_network.app.id
  registration_enabled  = false
}

resource "azurerm_private_dns_a_record" "pse" {
  name                = var.shared_zone == null ? "@" : trimsuffix(var.pse_host, ".${var.shared_zone.name}")
  zone_name           = var.shared_zone == null ? azurerm_private_dns_zone.pse[0].name : var.shared_zone.name
  resource_group_name = var.shared_zone == null ? var.resource_group_name : var.shared_zone.resource_group_name
  ttl                 = 300
  records             = [azurerm_private_endpoint.pse.private_service_connection[0].private_ip_address]
}

output "private_ip_address" {
  value = azurerm_private_endpoint.pse.private_service_connection[0].private_ip_address
}

output "host" {
  value = var.pse_host
}
