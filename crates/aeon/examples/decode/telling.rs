//! By which fields a thing is told from the others: every one of them has a `spec` and an `info`.

use serde_json::Value;

/// What things are called, and the fields that only they have.
const TELLING: &[(&str, &[&str])] = &[
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

/// Refuses an answer that holds something else than a `what`.
pub fn check(what: &str, body: &[u8]) -> Result<(), String> {
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let items = match &answer["data"] {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let is =
        |item: &Value, fields: &[&str]| fields.iter().any(|field| item.pointer(field).is_some());
    let fields = |what: &str| TELLING.iter().find(|(name, _)| *name == what);
    let Some((_, own)) = fields(what) else {
        return Ok(());
    };
    let Some(first) = items.first() else {
        return Ok(());
    };
    if items.iter().any(|item| is(item, own)) {
        return Ok(());
    }
    let other = TELLING.iter().find(|(_, fields)| is(first, fields));
    let own: Vec<_> = own
        .iter()
        .map(|field| field[1..].replace('/', "."))
        .collect();
    let own = own.join(", ");
    Err(match other {
        Some((other, _)) => format!(
            "This is {}, not {}: it has none of {own}.",
            with_article(other),
            with_article(what)
        ),
        None => format!(
            "This can't be read as {}: it has none of {own}.",
            with_article(what)
        ),
    })
}

fn with_article(what: &str) -> String {
    let article = if what.starts_with(['a', 'A']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {what}")
}
