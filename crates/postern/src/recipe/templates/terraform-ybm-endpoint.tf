
resource "ybm_private_service_endpoint" "NAME" {
  cluster_id          = ""
  region              = ""
  security_principals = []
}

import {
  to = ybm_private_service_endpoint.NAME
  id = ""
}

output "NAME" {
  value = {
    host               = ybm_private_service_endpoint.NAME.host
    service_name       = ybm_private_service_endpoint.NAME.service_name
    availability_zones = ybm_private_service_endpoint.NAME.availability_zones
  }
}
