//! Tells kinds of resources apart by the fields that only they have: each has a `spec` and an `info`.

use serde_json::Value;

/// Kinds of resources, and the fields that only they have.
const FIELDS: &[(&str, &[&str])] = &[
    (
        "account",
        &["/info/projects", "/info/roles", "/info/owner_id"],
    ),
    (
        "VPC",
        &[
            "/spec/region_specs",
            "/spec/parent_cidr",
            "/info/external_vpc_id",
            "/info/peering_ids",
        ],
    ),
    (
        "cluster",
        &[
            "/spec/cluster_info",
            "/spec/cluster_region_info",
            "/info/cluster_region_info_details",
            "/info/cluster_endpoints",
        ],
    ),
    (
        "private service endpoint",
        &[
            "/spec/security_principals",
            "/info/service_name",
            "/info/availability_zones",
            "/info/connections",
        ],
    ),
    (
        "task",
        &[
            "/info/task_type",
            "/info/entity_type",
            "/info/task_progress_info",
        ],
    ),
    (
        "API key",
        &[
            "/spec/expire_after_hours",
            "/info/issuer",
            "/info/expiry_time",
        ],
    ),
];

/// Rejects a response that contains another kind of resource than `kind`.
pub fn check(kind: &str, body: &[u8]) -> Result<(), String> {
    let response: Value = serde_json::from_slice(body).unwrap_or_default();
    let items = match &response["data"] {
        Value::Array(items) => items.as_slice(),
        single => std::slice::from_ref(single),
    };
    let is =
        |item: &Value, fields: &[&str]| fields.iter().any(|field| item.pointer(field).is_some());
    let fields = |kind: &str| FIELDS.iter().find(|(name, _)| *name == kind);
    let Some((_, own)) = fields(kind) else {
        return Ok(());
    };
    let Some(first) = items.first() else {
        return Ok(());
    };
    if items.iter().any(|item| is(item, own)) {
        return Ok(());
    }
    let other = FIELDS.iter().find(|(_, fields)| is(first, fields));
    let own: Vec<_> = own
        .iter()
        .map(|field| field[1..].replace('/', "."))
        .collect();
    let own = own.join(", ");
    Err(match other {
        Some((other, _)) => format!(
            "This is {}, not {}: it has none of the fields {own}.",
            with_article(other),
            with_article(kind)
        ),
        None => format!(
            "Can't decode this as {}: it has none of the fields {own}.",
            with_article(kind)
        ),
    })
}

fn with_article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'A']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {kind}")
}
