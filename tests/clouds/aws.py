"""Two AWS accounts in miniature, for as long as standard input stays open.

Arguments: a folder, a service name, and a region. Writes the AWS CLI's `config` into the folder, with a profile for each
account (`shop`, `partner`), one for their organization (`root`), and one whose sign-in has expired (`expired`).
The account of `shop` can see the service, and that of `partner` can't. Each account has a VPC with a subnet in a zone of
the service (`a`), one in the same zone with more free addresses, and one in a zone without it.
Prints one line of JSON: the endpoints of the service, with VPC and subnets, by profile, the keys of `shop` as variables,
and the address.
"""

import json
import logging
import pathlib
import sys

import boto3
from moto.ec2.models import ec2_backends
from moto.ec2.models.vpc_service_configuration import VPCServiceConfiguration
from moto.server import ThreadedMotoServer

folder, service, region = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
ACCOUNTS = {"shop": "301122334455", "partner": "772845091263"}

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
url = f"http://{host}:{port}"


def client(name, **credentials):
    return boto3.client(name, region_name=region, endpoint_url=url, **credentials)


first = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
sts = client("sts", **first)
config = ""
endpoints = {}
for profile, account in ACCOUNTS.items():
    given = sts.assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/reader", RoleSessionName=profile
    )["Credentials"]
    credentials = {
        "aws_access_key_id": given["AccessKeyId"],
        "aws_secret_access_key": given["SecretAccessKey"],
        "aws_session_token": given["SessionToken"],
    }
    lines = "".join(f"{key} = {value}\n" for key, value in credentials.items())
    config += f"[profile {profile}]\n{lines}endpoint_url = {url}\nregion = {region}\n\n"
    ec2 = client("ec2", **credentials)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = {
        zone: ec2.create_subnet(
            VpcId=vpc, CidrBlock=block, AvailabilityZone=f"{region}{zone[0]}"
        )["Subnet"]["SubnetId"]
        for zone, block in {"a": "10.0.1.0/24", "a2": "10.0.4.0/22", "b": "10.0.2.0/24"}.items()
    }
    subnet = subnets["a"]
    ec2.create_tags(Resources=[subnets["a2"]], Tags=[{"Key": "Name", "Value": "endpoints"}])
    made = ec2.create_vpc_endpoint(
        VpcEndpointType="Interface",
        VpcId=vpc,
        SubnetIds=[subnet],
        ServiceName=service,
        PrivateDnsEnabled=True,
        TagSpecifications=[
            {
                "ResourceType": "vpc-endpoint",
                "Tags": [
                    {"Key": "Name", "Value": f"{profile}-orders"},
                    {"Key": "team", "Value": profile},
                ],
            }
        ],
    )["VpcEndpoint"]
    # One of another service, which is none of this one's connections.
    ec2.create_vpc_endpoint(
        VpcEndpointType="Interface",
        VpcId=vpc,
        SubnetIds=[subnet],
        ServiceName=f"com.amazonaws.{region}.sqs",
    )
    interfaces = ec2.describe_network_interfaces(
        NetworkInterfaceIds=made["NetworkInterfaceIds"]
    )["NetworkInterfaces"]
    endpoints[profile] = {
        "id": made["VpcEndpointId"],
        "vpc": vpc,
        "account": account,
        "subnets": subnets,
        "address": interfaces[0]["PrivateIpAddress"],
    }
    if profile == "shop":
        variables = {key.upper(): value for key, value in credentials.items()}

# The service as an account sees it that may connect: AWS shows other accounts' services only then.
seen_by_shop = ec2_backends[ACCOUNTS["shop"]][region]
shown = VPCServiceConfiguration(
    load_balancers=[],
    region=region,
    acceptance_required=True,
    private_dns_name="orders.aws.example.com",
    supported_regions=[region],
    ec2_backend=seen_by_shop,
)
facts = {
    **shown.to_dict(),
    "Owner": "998877665544",
    "ServiceName": service,
    "AvailabilityZones": [f"{region}a", f"{region}c"],
    "PrivateDnsNameVerificationState": "pendingVerification",
}
shown.to_dict = lambda: facts
seen_by_shop.configurations[shown.id] = shown

organizations = client("organizations", **first)
organizations.create_organization(FeatureSet="ALL")
organizations.create_account(AccountName="Northwind Shop", Email="shop@example.com")
config += f"[profile root]\naws_access_key_id = testing\naws_secret_access_key = testing\nendpoint_url = {url}\n\n"
# The token of this session is in no file, as after its end.
config += (
    "[sso-session corp]\nsso_region = us-west-2\nsso_start_url = https://corp.example.com/start\n\n"
    "[profile expired]\nsso_session = corp\nsso_account_id = 418830294417\nsso_role_name = reader\n"
    f"region = {region}\n\n"
)
(folder / "config").write_text(config)
print(json.dumps({"url": url, "endpoints": endpoints, "shop": variables}), flush=True)
sys.stdin.read()
server.stop()
