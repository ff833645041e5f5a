import { useState } from "react";
import type { ConsumerCheck, Network } from "../../ipc";
import { Checkbox, TextField } from "../../kit";
import { texts } from "./texts";

interface Props {
  region: string;
  network: Network;
  check: ConsumerCheck | null;
  onChange: (network: Network) => void;
}

/** What only the user knows about the application's network. All of it is optional. */
export function NetworkForm({ region, network, check, onChange }: Props) {
  const { consumer, ports } = network;
  const wanted = (port: number, on: boolean) =>
    onChange({
      ...network,
      ports: on ? [...ports, port].sort((a, b) => a - b) : ports.filter((p) => p !== port),
    });
  return (
    <section aria-label={texts.yourNetwork} className="flex flex-col gap-3">
      <div>
        <h3 className="font-medium">{texts.yourNetworkIn(region)}</h3>
        <p className="text-xs text-dim">{texts.aboutYourNetwork}</p>
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
        <legend className="mb-1.5 text-xs font-medium text-mut">{texts.ports}</legend>
        {[
          { port: 5433, name: texts.ysql },
          { port: 9042, name: texts.ycql },
        ].map(({ port, name }) => (
          <Checkbox
            key={port}
            isSelected={ports.includes(port)}
            // At least one port has to stay selected.
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
  // Kept as typed: a separator comes before the next id.
  const [subnets, setSubnets] = useState(value.subnetIds.join("\n"));
  const [tags, setTags] = useState((value.tags ?? []).join("\n"));
  const wrong = check?.subnetIds ?? check?.subnets.find((problem) => problem !== null) ?? null;
  return (
    <>
      <TextField
        label={texts.vpc}
        mono
        placeholder={texts.vpcExample}
        value={value.vpcId}
        error={check?.vpcId}
        onChange={(vpcId) => onChange({ ...value, vpcId: vpcId.trim() })}
      />
      <TextField
        label={texts.subnets}
        mono
        multiline={2}
        placeholder={texts.subnetsExample}
        value={subnets}
        error={wrong}
        onChange={(text) => {
          setSubnets(text);
          onChange({ ...value, subnetIds: text.split(/[\s,;]+/).filter(Boolean) });
        }}
      />
      <TextField
        label={texts.source}
        mono
        placeholder={texts.sourceExample}
        value={value.source}
        error={check?.source}
        onChange={(source) => onChange({ ...value, source: source.trim() })}
      />
      <TextField
        label={texts.tags}
        mono
        multiline={2}
        placeholder={texts.tagsExample}
        value={tags}
        error={check?.tags}
        onChange={(text) => {
          setTags(text);
          const lines = text.split("\n").map((line) => line.trim());
          onChange({ ...value, tags: lines.filter(Boolean) });
        }}
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
    ["subscription", texts.subscription, texts.subscriptionExample],
    ["resourceGroup", texts.resourceGroup, ""],
    ["vnet", texts.vnet, ""],
    ["subnet", texts.subnet, ""],
    ["vnetResourceGroup", texts.vnetResourceGroup, texts.sameResourceGroup],
    ["zoneSubscription", texts.zoneSubscription, texts.sameSubscription],
    ["zoneResourceGroup", texts.zoneResourceGroup, texts.sameResourceGroup],
  ] as const;
  return fields.map(([name, label, placeholder]) => (
    <TextField
      key={name}
      label={label}
      mono
      placeholder={placeholder}
      value={value[name] ?? ""}
      error={check?.[name]}
      onChange={(text) => onChange({ ...value, [name]: text })}
    />
  ));
}
