"""An AWS region in miniature, for as long as standard input stays open.

Prints one line of JSON: where it listens, and what is in it. A service is offered in the zones a and b;
the VPC, whose DNS host names are off, has two subnets in a, one in b and one in c.
"""

import json
import sys

import boto3
from moto.server import ThreadedMotoServer

REGION = "us-west-2"

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
url = f"http://{host}:{port}"


def client(name):
    return boto3.client(
        name,
        region_name=REGION,
        endpoint_url=url,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )


ec2 = client("ec2")


def subnet(vpc, number, zone):
    answer = ec2.create_subnet(
        VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=REGION + zone
    )["Subnet"]
    return {key: answer[key] for key in ("SubnetId", "AvailabilityZone", "AvailabilityZoneId")}


provider = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
zones = [subnet(provider, number, zone) for number, zone in ((1, "a"), (2, "b"))]
balancer = client("elbv2").create_load_balancer(
    Name="service", Type="network", Subnets=[zone["SubnetId"] for zone in zones]
)["LoadBalancers"][0]["LoadBalancerArn"]
service = ec2.create_vpc_endpoint_service_configuration(
    NetworkLoadBalancerArns=[balancer],
    AcceptanceRequired=False,
    PrivateDnsName="pse.example.net",
)["ServiceConfiguration"]

application = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
subnets = [
    subnet(application, number, zone)
    for number, zone in ((11, "a"), (12, "a"), (13, "b"), (14, "c"))
]
group = ec2.create_security_group(GroupName="app", Description="app", VpcId=application)["GroupId"]

print(
    json.dumps(
        {
            "url": url,
            "region": REGION,
            "serviceName": service["ServiceName"],
            "zoneIds": [zone["AvailabilityZoneId"] for zone in zones],
            "vpcId": application,
            "subnets": subnets,
            "groupId": group,
        }
    ),
    flush=True,
)
sys.stdin.read()
server.stop()
