"""Two AWS accounts in miniature, for as long as standard input stays open.

Arguments: a folder, a service name, and a region. Writes the AWS CLI's `config` into the folder, with a profile for each
account (`shop`, `partner`), one for their organization (`root`), and one whose sign-in has expired (`expired`).
Prints one line of JSON: the endpoints of the service, by profile, and the address.
"""

import json
import logging
import pathlib
import sys

import boto3
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
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
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
    endpoints[profile] = {"id": made["VpcEndpointId"], "vpc": vpc, "account": account}

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
print(json.dumps({"url": url, "endpoints": endpoints}), flush=True)
sys.stdin.read()
server.stop()
