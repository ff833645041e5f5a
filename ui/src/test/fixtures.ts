import type { Cluster, Endpoint, PrincipalView, Region, Snapshot, Token } from "../ipc";
import { cluster, inventory, region, vpc } from "./builders";

type Present = Extract<Endpoint, { kind: "present" }>;

/** An AWS principal as the shell describes it. */
export function principal(text: string): PrincipalView {
  if (text === "*") {
    return {
      text,
      kind: "everyone",
      short: "* anyone",
      warning: "Any AWS account may ask to connect.",
      owner: null,
    };
  }
  const arn = /^arn:(aws[\w-]*):iam::(\d{12}):(root|(role|user)\/.+)$/.exec(text);
  if (arn?.[2] && arn[3]) {
    const kind = arn[3] === "root" ? "account" : arn[4] === "role" ? "role" : "user";
    const warning = arn[1] === "aws" ? "" : `This account is in the partition ${arn[1]}.`;
    return {
      text,
      kind,
      short: `${arn[2].slice(0, 4)}…${arn[2].slice(8)} ${arn[3]}`,
      warning,
      owner: arn[2],
    };
  }
  if (/^[0-9a-f-]{36}$/.test(text))
    return { text, kind: "subscription", short: `${text.slice(0, 8)}…`, warning: "", owner: text };
  return {
    text,
    kind: "unrecognized",
    short: text.slice(0, 32),
    warning: "Not a principal as AWS knows them.",
    owner: null,
  };
}

/** Answers to pasted texts, in place of the real parser: it knows ARNs and bare account numbers. */
export function judge(text: string): Token[] {
  return text
    .split(/[\s,"'[\]]+/)
    .filter(Boolean)
    .map((token): Token => {
      const view = principal(token);
      if (view.kind !== "unrecognized")
        return { text: token, source: "", verdict: { kind: "valid", principal: view } };
      const digits = token.replaceAll("-", "");
      const suggestions = /^\d{12}$/.test(digits) ? [principal(`arn:aws:iam::${digits}:root`)] : [];
      return {
        text: token,
        source: "",
        verdict: { kind: "rejected", reason: "An ARN begins with arn:.", at: 1, suggestions },
      };
    });
}

/** The endpoint of a region that has one. */
export function present(of: Region, change: Partial<Present>): Region {
  if (of.endpoint.kind !== "present") throw new Error(`${of.region} has no endpoint`);
  return { ...of, endpoint: { ...of.endpoint, ...change } };
}

const gate = (n: string) => `arn:aws:iam::${n}:root`;

/** An account in which every state that an endpoint can have occurs. */
export function demo(): Snapshot {
  const base = inventory();
  const edge = vpc("edge-emea", { regions: [{ region: "eu-central-1", cidr: "10.60.0.0/24" }] });
  const known = (connections: string[], zones: string[], name: string): Present["details"] => ({
    kind: "known",
    serviceName: `com.amazonaws.vpce.${zones[0]?.slice(0, -1)}.${name}`,
    zones,
    connections,
    readAt: new Date().toISOString(),
  });
  const payments = principal(gate("412907365518"));
  const batch = principal("arn:aws:iam::730155824960:role/batch");
  const reports = principal("arn:aws:iam::198240671133:user/reports-nightly");
  const checkout = cluster("checkout", edge, [
    present(region("eu-central-1", edge, []), {
      principals: [payments, batch, reports, principal(gate("550129384756"))],
      details: known(
        ["vpce-0d1c2b3a4f5e6d7c8", "vpce-0aa1bb2cc3dd4ee5f"],
        ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
        "vpce-svc-09f2d1a7c05be4471",
      ),
    }),
    present(region("eu-west-1", edge, []), {
      principals: [payments],
      pending: { added: [batch.text], removed: [], deleting: false, overdue: false },
      details: known([], ["eu-west-1a", "eu-west-1b"], "vpce-svc-0c77e6f10ab2d98e4"),
    }),
    present(region("eu-south-1", edge, []), {
      principals: [payments],
      details: { kind: "loading", serviceName: null },
    }),
    present(region("eu-north-1", edge, []), {
      principals: [payments, reports],
      pending: { added: [], removed: [batch.text], deleting: false, overdue: true },
      details: known(["vpce-0d1c2b3a4f5e6d7c8"], ["eu-north-1a"], "vpce-svc-0d00aa10ab2d98e40"),
    }),
  ]);
  const invoices = cluster("invoices-and-dunning-for-the-whole-of-europe-blue", edge, [
    present(region("eu-central-1", edge, []), {
      status: "creating",
      state: "CREATING",
      host: null,
      principals: [payments],
      details: {
        kind: "known",
        serviceName: null,
        zones: [],
        connections: [],
        readAt: new Date().toISOString(),
      },
    }),
    present(region("eu-west-3", edge, []), {
      status: "failed",
      state: "FAILED",
      principals: [principal("arn:aws:iam::41290736551:root")],
      details: known([], ["eu-west-3a"], "vpce-svc-0e60c4a9d7135fb28"),
    }),
    present(region("us-gov-west-1", edge, []), {
      principals: [principal("arn:aws-us-gov:iam::412907365518:root")],
      details: {
        kind: "unreadable",
        serviceName: null,
        problem: {
          code: "offline",
          message: "The service did not answer in time.",
          hint: "Postern tries again with the next refresh.",
        },
      },
    }),
    { ...region("ap-northeast-3", edge), endpoint: { kind: "requested", principals: [payments] } },
  ]);
  const clusters = [...base.clusters, checkout, invoices].sort((a, b) =>
    a.name.localeCompare(b.name),
  );
  return { ...base, vpcs: [...base.vpcs, edge], clusters };
}

/** Many clusters, for what must stay quick. */
export function large(clusters: number, regions: number): Snapshot {
  const home = vpc("prod-aws");
  const codes = ["us-west-2", "us-east-1", "eu-west-1", "eu-central-1", "ap-south-1", "sa-east-1"];
  const made = Array.from({ length: clusters }, (_, c): Cluster => {
    const name = `service-${String(c).padStart(4, "0")}`;
    const own = Array.from({ length: regions }, (_, r) =>
      present(region(codes[r % codes.length] ?? "us-west-2", home, []), {
        principals: [
          principal(gate(String(100000000000 + (c % 97)))),
          principal(gate("412907365518")),
        ],
      }),
    );
    return cluster(name, home, own);
  });
  return { ...inventory(), vpcs: [home], clusters: made };
}
