import { useState } from "react";
import type { ConsumerCheck, Network } from "../../ipc";
import { Checkbox, TextField } from "../../kit";

interface Props {
  region: string;
  network: Network;
  check: ConsumerCheck | null;
  onChange: (network: Network) => void;
}

/** What only the user knows of the application's side. Nothing is required. */
export function NetworkForm({ region, network, check, onChange }: Props) {
  const { consumer, ports } = network;
  const wanted = (port: number, on: boolean) =>
    onChange({
      ...network,
      ports: on ? [...ports, port].sort((a, b) => a - b) : ports.filter((p) => p !== port),
    });
  return (
    <section aria-label="Your network" className="flex flex-col gap-3">
      <div>
        <h3 className="font-medium">Your network in {region}</h3>
        <p className="text-xs text-dim">Nothing is required; what is missing is marked.</p>
      </div>
      {consumer.cloud === "aws" ? (
        <Aws
          value={consumer}
          check={check?.cloud === "aws" ? check : null}
          onChange={(aws) => onChange({ ...network, consumer: aws })}
        />
      ) : (
        <Azure
          value={consumer}
          check={check?.cloud === "azure" ? check : null}
          onChange={(azure) => onChange({ ...network, consumer: azure })}
        />
      )}
      <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
        <legend className="mb-1.5 text-xs font-medium text-mut">Ports</legend>
        {[
          { port: 5433, name: "YSQL, 5433" },
          { port: 9042, name: "YCQL, 9042" },
        ].map(({ port, name }) => (
          <Checkbox
            key={port}
            isSelected={ports.includes(port)}
            // One of them has to stay.
            isDisabled={ports.length === 1 && ports.includes(port)}
            onChange={(on) => wanted(port, on)}
          >
            {name}
          </Checkbox>
        ))}
      </fieldset>
    </section>
  );
}

type Aws = Extract<Network["consumer"], { cloud: "aws" }>;
type Azure = Extract<Network["consumer"], { cloud: "azure" }>;

function Aws({
  value,
  check,
  onChange,
}: {
  value: Aws;
  check: Extract<ConsumerCheck, { cloud: "aws" }> | null;
  onChange: (value: Aws) => void;
}) {
  // Separators are typed before the next id is.
  const [subnets, setSubnets] = useState(value.subnetIds.join("\n"));
  const wrong = check?.subnetIds ?? check?.subnets.find((problem) => problem !== null) ?? null;
  return (
    <>
      <TextField
        label="VPC"
        mono
        placeholder="vpc-0123456789abcdef0"
        value={value.vpcId}
        error={check?.vpcId}
        onChange={(vpcId) => onChange({ ...value, vpcId: vpcId.trim() })}
      />
      <TextField
        label="Subnets"
        mono
        multiline={2}
        placeholder="subnet-…, one a zone"
        value={subnets}
        error={wrong}
        onChange={(text) => {
          setSubnets(text);
          onChange({ ...value, subnetIds: text.split(/[\s,;]+/).filter(Boolean) });
        }}
      />
      <TextField
        label="Application’s security group or CIDR"
        mono
        placeholder="sg-… or 10.0.0.0/16"
        value={value.source}
        error={check?.source}
        onChange={(source) => onChange({ ...value, source: source.trim() })}
      />
    </>
  );
}

function Azure({
  value,
  check,
  onChange,
}: {
  value: Azure;
  check: Extract<ConsumerCheck, { cloud: "azure" }> | null;
  onChange: (value: Azure) => void;
}) {
  const fields = [
    ["subscription", "Subscription id", "11111111-2222-3333-4444-555555555555"],
    ["resourceGroup", "Resource group", ""],
    ["vnet", "VNet", ""],
    ["subnet", "Subnet", ""],
    ["vnetResourceGroup", "VNet’s resource group", "the same"],
  ] as const;
  return fields.map(([name, label, placeholder]) => (
    <TextField
      key={name}
      label={label}
      mono
      placeholder={placeholder}
      value={value[name]}
      error={check?.[name]}
      onChange={(text) => onChange({ ...value, [name]: text })}
    />
  ));
}
