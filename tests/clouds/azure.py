"""Azure's Resource Manager in miniature, for as long as standard input stays open.

Arguments: a folder, the alias of a private link service, the subscriptions as ID=NAME, and, after `--`, the real Azure
CLI, if there is one. Writes a program `az` into the folder. With the real CLI, that signs it in here and runs it;
without it, it is a stand-in that knows three commands. Each subscription has a private endpoint of the service, one of
another, and a VNet `hub` in `apps`.
Prints one line of JSON: the private endpoints' IDs, by subscription.
"""

import base64
import datetime
import http.server
import json
import pathlib
import re
import ssl
import subprocess
import sys
import threading

folder, alias = pathlib.Path(sys.argv[1]), sys.argv[2]
end = sys.argv.index("--")
subscriptions = dict(one.split("=", 1) for one in sys.argv[3:end])
real = sys.argv[end + 1] if len(sys.argv) > end + 1 else None
TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee"


def endpoint(subscription, name, target):
    base = f"/subscriptions/{subscription}/resourceGroups/apps/providers/Microsoft.Network"
    return {
        "id": f"{base}/privateEndpoints/{name}",
        "name": name,
        "type": "Microsoft.Network/privateEndpoints",
        "location": "westus3",
        "tags": {"team": "finance"},
        "properties": {
            "provisioningState": "Succeeded",
            "subnet": {"id": f"{base}/virtualNetworks/hub/subnets/endpoints"},
            "networkInterfaces": [{"id": f"{base}/networkInterfaces/{name}-nic"}],
            "privateLinkServiceConnections": [],
            "manualPrivateLinkServiceConnections": [
                {
                    "name": name,
                    "properties": {
                        "privateLinkServiceId": target,
                        "privateLinkServiceConnectionState": {
                            "status": "Approved",
                            "description": "Approved by Aeon",
                        },
                    },
                }
            ],
            "customDnsConfigs": [{"fqdn": None, "ipAddresses": ["10.9.0.7"]}],
        },
    }


def endpoints(subscription):
    name = f"pe-{subscription[:6]}"
    other = "other.00000000-0000-0000-0000-000000000000.westus3.azure.privatelinkservice"
    return [endpoint(subscription, name, alias), endpoint(subscription, f"{name}-other", other)]


def subnets(subscription):
    base = f"/subscriptions/{subscription}/resourceGroups/apps/providers/Microsoft.Network/virtualNetworks/hub"

    def subnet(name, block, used=0, service=None):
        delegation = {"name": "d", "properties": {"serviceName": service}}
        return {
            "id": f"{base}/subnets/{name}",
            "name": name,
            "properties": {
                "addressPrefix": block,
                "provisioningState": "Succeeded",
                "delegations": [delegation] if service else [],
                "ipConfigurations": [{"id": f"{base}/x/{at}"} for at in range(used)],
            },
        }

    return [
        subnet("GatewaySubnet", "10.9.1.0/27"),
        subnet("functions", "10.9.2.0/24", service="Microsoft.Web/serverFarms"),
        subnet("full", "10.9.3.0/29", used=3),
        subnet("endpoints", "10.9.0.0/26", used=2),
    ]


def listed(subscription):
    return {
        "id": f"/subscriptions/{subscription}",
        "subscriptionId": subscription,
        "tenantId": TENANT,
        "displayName": subscriptions[subscription],
        "state": "Enabled",
        "managedByTenants": [],
    }


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def token():
    claims = {
        "oid": "11111111-0000-0000-0000-000000000000",
        "tid": TENANT,
        "appid": "22222222-0000-0000-0000-000000000000",
        "xms_mirid": "/subscriptions/s/resourcegroups/g/providers/Microsoft.Compute/virtualMachines/vm",
    }
    until = int(datetime.datetime.now().timestamp()) + 86400
    return {
        "access_token": f"{part({'alg': 'none'})}.{part(claims)}.c2lnbmF0dXJl",
        "expires_on": str(until),
        "resource": address,
        "token_type": "Bearer",
    }


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.split("?")[0]
        private = re.fullmatch(
            r"/subscriptions/([^/]+)/providers/Microsoft.Network/privateEndpoints", path
        )
        of_vnet = re.fullmatch(
            r"(?i)/subscriptions/([^/]+)/resourceGroups/apps/providers/Microsoft.Network/virtualNetworks/hub/subnets",
            path,
        )
        if path == "/msi/token":
            answer = token()
        elif path == "/tenants":
            answer = {"value": [{"id": f"/tenants/{TENANT}", "tenantId": TENANT}]}
        elif path == "/subscriptions":
            answer = {"value": [listed(one) for one in subscriptions]}
        elif private:
            answer = {"value": endpoints(private[1])}
        elif of_vnet:
            answer = {"value": subnets(of_vnet[1])}
        elif "/virtualNetworks/" in path:
            answer = {"error": {"code": "ResourceNotFound", "message": "There is no such VNet."}}
        else:
            return self.send_error(404)
        text = json.dumps(answer).encode()
        self.send_response(404 if "error" in answer else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


# The real CLI sends a token over TLS only.
certificate, key = folder / "standin.pem", folder / "standin.key"
subprocess.run(
    ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    + ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
    check=True,
    capture_output=True,
)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
address = f"https://localhost:{server.server_port}"
threading.Thread(target=server.serve_forever, daemon=True).start()

program = folder / "az"
if real:
    settings = {
        "AZURE_CONFIG_DIR": folder / "azure",
        "REQUESTS_CA_BUNDLE": certificate,
        "IDENTITY_ENDPOINT": f"{address}/msi/token",
        "IDENTITY_HEADER": "x",
        "AZURE_CORE_COLLECT_TELEMETRY": "false",
    }
    lines = "".join(f"export {name}='{value}'\n" for name, value in settings.items())
    program.write_text(f"#!/bin/sh\n{lines}exec '{real}' \"$@\"\n")
    program.chmod(0o755)
    home = folder / "azure"
    home.mkdir()
    names = ["resource_manager", "management", "active_directory", "active_directory_resource_id"]
    names += ["active_directory_graph_resource_id", "microsoft_graph_resource_id", "gallery"]
    (home / "clouds.config").write_text(
        "[StandIn]\n" + "".join(f"endpoint_{name} = {address}\n" for name in names)
    )
    (home / "config").write_text("[cloud]\nname = StandIn\n")
    done = subprocess.run([program, "login", "--identity"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"az login: {done.stderr}")
else:
    # What the real CLI makes of the answers: `properties` are gone, and a subscription's ID is bare.
    def flat(one):
        one = {**one, **one["properties"]}
        del one["properties"]
        lists = [one.get(name, []) for name in ("manualPrivateLinkServiceConnections", "delegations")]
        for nested in sum(lists, []):
            nested.update(nested.pop("properties"))
        return one

    known = {"account": [{"id": one, "name": name, "state": "Enabled"} for one, name in subscriptions.items()]}
    known.update({one: [flat(each) for each in endpoints(one)] for one in subscriptions})
    known.update({f"{one} subnets": [flat(each) for each in subnets(one)] for one in subscriptions})
    (folder / "answers.json").write_text(json.dumps(known))
    program.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        f"known = json.load(open({str(folder / 'answers.json')!r}))\n"
        "words = sys.argv[1:]\n"
        "if words[:2] == ['account', 'list']:\n    print(json.dumps(known['account']))\n"
        "elif words[:3] == ['network', 'private-endpoint', 'list']:\n"
        "    print(json.dumps(known[words[words.index('--subscription') + 1]]))\n"
        "elif words[:4] == ['network', 'vnet', 'subnet', 'list']:\n"
        "    if '--resource-group=apps' not in words or 'hub' not in words:\n"
        "        sys.exit('(ResourceNotFound) There is no such VNet.')\n"
        "    print(json.dumps(known[words[words.index('--subscription') + 1] + ' subnets']))\n"
        "else:\n    sys.exit(2)\n"
    )
    program.chmod(0o755)

print(json.dumps({one: endpoints(one)[0]["id"] for one in subscriptions}), flush=True)
sys.stdin.read()
