//! First contact: the client learns where the endpoints are and what the field of a create is called.

use std::collections::BTreeMap;
use std::time::Duration;

use aeon::first_contact::{Attempted, How};
use aeon::ids::{ClusterId, PseId};
use aeon::wire::unverified::{PSE_FIELDS, PSE_PATHS};
use aeon::wire::{Cluster, PseRegionRequest};
use aeon::{ApiKey, BaseUrl, Client, Error, Project, Retry, Timeouts};
use aeon_simulator::{Clock, Dialect, Handle, Options, Seed, Simulator};
use futures_util::StreamExt;

const ROOT: &str = "arn:aws:iam::301122334455:root";

/// A client of a service that speaks a dialect.
struct Contact {
    sim: Handle,
    client: Client,
    project: Project,
}

impl Contact {
    async fn with(dialect: Dialect) -> Self {
        let options = Options {
            clock: Clock::Explicit,
            dialect,
            ..Options::default()
        };
        let sim = Simulator::start(Seed::Demo, options).await.unwrap();
        let mut options = aeon::Options::new(BaseUrl::parse(&sim.base_url()).unwrap());
        options.timeouts = Timeouts {
            total: Duration::from_secs(1),
            ..Timeouts::default()
        };
        options.retry = Retry {
            deadline: Duration::from_secs(1),
            base_delay: Duration::from_millis(1),
            max_delay: Duration::from_millis(2),
        };
        let key = ApiKey::parse(&sim.keys().admin).unwrap();
        let client = Client::new(&options, key).unwrap();
        let account = client.account().await.unwrap();
        let project = account.info.projects[0].id.clone();
        let project = client.project(account.info.id, project);
        sim.reset_requests();
        Self {
            sim,
            client,
            project,
        }
    }

    async fn cluster(&self, name: &str) -> Cluster {
        let mut pages = self.project.clusters();
        while let Some(page) = pages.next().await {
            let mut items = page.unwrap().items.into_iter();
            if let Some(cluster) = items.find(|cluster| cluster.spec.name == name) {
                return cluster;
            }
        }
        panic!("no cluster {name}");
    }

    /// A cluster and its PSE.
    async fn pse(&self, cluster: &str) -> (ClusterId, PseId) {
        let cluster = self.cluster(cluster).await;
        let endpoints = &cluster.info.cluster_endpoints;
        let pse = endpoints
            .iter()
            .flatten()
            .find_map(|endpoint| endpoint.pse_id.clone());
        (cluster.info.id, pse.unwrap())
    }

    /// A cluster, and the request for a PSE in a region of it that has none.
    async fn missing(&self, principal: &str) -> (ClusterId, [PseRegionRequest; 1]) {
        let cluster = self.cluster("catalog").await;
        let details = &cluster.info.cluster_region_info_details;
        let region = details
            .iter()
            .find(|region| region.region == "eu-central-1");
        let request = PseRegionRequest {
            cluster_region_info_id: region.unwrap().id.clone(),
            security_principals: vec![principal.to_owned()],
        };
        (cluster.info.id, [request])
    }

    fn posts(&self) -> u64 {
        posts_in(&self.sim.requests().by_route)
    }

    fn creates_done(&self) -> u64 {
        posts_in(&self.sim.requests().done_by_route)
    }
}

fn posts_in(counts: &BTreeMap<String, u64>) -> u64 {
    let posts = counts
        .iter()
        .filter(|(route, _)| route.starts_with("POST "));
    posts.map(|(_, count)| count).sum()
}

/// How many refusals come before the accepted create, if nothing is known.
fn refusals(dialect: &Dialect) -> u64 {
    let path = PSE_PATHS
        .iter()
        .position(|path| *path == dialect.path.as_str());
    let field = PSE_FIELDS
        .iter()
        .position(|field| *field == dialect.field.as_str());
    u64::try_from(path.unwrap() + field.unwrap()).unwrap()
}

#[tokio::test]
async fn every_dialect_is_learned_and_gets_each_create_once() {
    let dialects = Dialect::all();
    assert_eq!(dialects.len(), PSE_PATHS.len() * PSE_FIELDS.len());
    for dialect in dialects {
        let contact = Contact::with(dialect.clone()).await;
        let (cluster, regions) = contact.missing(ROOT).await;
        let created = contact
            .project
            .create_pses(&cluster, &regions)
            .await
            .unwrap();
        assert_eq!(created.len(), 1);
        assert_eq!(contact.posts(), refusals(&dialect) + 1, "{dialect:?}");
        assert_eq!(contact.creates_done(), 1, "{dialect:?}");
        let facts = contact.client.first_contact().facts();
        let (path, field) = (facts.path.unwrap(), facts.field.unwrap());
        assert_eq!((&path.value, &field.value), (&dialect.path, &dialect.field));
        assert_eq!((path.how, field.how), (How::Created, How::Created));
        // What was learned is used at once from then on.
        contact.sim.settle();
        let pse = &created[0].info.id;
        contact.sim.reset_requests();
        contact.project.pse(&cluster, pse).await.unwrap();
        contact.project.delete_pse(&cluster, pse).await.unwrap();
        contact.sim.settle();
        contact
            .project
            .create_pses(&cluster, &regions)
            .await
            .unwrap();
        assert_eq!(contact.sim.requests().total, 3);
    }
}

#[tokio::test]
async fn the_path_is_learned_by_reading_an_endpoint() {
    const READS: usize = 8;
    for path in PSE_PATHS {
        let dialect: Dialect = path.parse().unwrap();
        let contact = Contact::with(dialect.clone()).await;
        let (cluster, pse) = contact.pse("orders").await;
        let reads = (0..READS).map(|_| contact.project.pse(&cluster, &pse));
        for read in futures_util::future::join_all(reads).await {
            assert_eq!(read.unwrap().info.id, pse);
        }
        // All of them looked at the likeliest path. One then looked at the others, and the rest waited for that.
        let in_vain = contact.sim.requests().of("GET (unknown)");
        let before = PSE_PATHS.iter().position(|other| *other == path).unwrap();
        let expected = if before == 0 { 0 } else { READS + before - 1 };
        assert_eq!(in_vain, u64::try_from(expected).unwrap());
        let facts = contact.client.first_contact().facts();
        let learned = facts.path.unwrap();
        assert_eq!((learned.value, learned.how), (dialect.path, How::Read));
        assert_eq!(facts.field, None);
        let attempt = facts.attempts.last().unwrap();
        assert_eq!((attempt.path.as_str(), attempt.status), (path, Some(200)));
        let noted = serde_json::to_string(&facts.attempts).unwrap();
        for secret in [cluster.as_str(), pse.as_str(), "orders", "arn:aws"] {
            assert!(!noted.contains(secret), "{noted}");
        }
    }
}

#[tokio::test]
async fn a_create_whose_answer_is_lost_ends_the_learning() {
    for fault in ["lose", "503", "500", "hang"] {
        // A time-out takes its time.
        let step = if fault == "hang" { 23 } else { 5 };
        for dialect in Dialect::all().into_iter().step_by(step) {
            let contact = Contact::with(dialect.clone()).await;
            let (cluster, regions) = contact.missing(ROOT).await;
            let route = format!("POST /{}", dialect.path);
            let before = refusals(&dialect);
            let field = PSE_FIELDS
                .iter()
                .position(|field| *field == dialect.field.as_str());
            // The fault hits the one create that the service would accept.
            let fault = match fault {
                "lose" => format!("{route}=lose"),
                fault => format!("{route}={fault}+{}", field.unwrap()),
            };
            contact.sim.inject(fault.parse().unwrap());
            let error = contact
                .project
                .create_pses(&cluster, &regions)
                .await
                .unwrap_err();
            assert!(error.may_have_happened(), "{fault}: {error:?}");
            assert_eq!(contact.posts(), before + 1, "{fault} {dialect:?}");
            assert!(contact.creates_done() <= 1);
            assert_eq!(contact.client.first_contact().facts().field, None);
        }
    }
}

#[tokio::test]
async fn a_refusal_that_is_not_about_the_form_ends_the_learning() {
    let dialect: Dialect = "specs".parse().unwrap();
    let contact = Contact::with(dialect.clone()).await;
    let (cluster, regions) = contact.missing("arn:aws:iam::1:root").await;
    let error = contact
        .project
        .create_pses(&cluster, &regions)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("arn:aws:iam::1:root"), "{error}");
    assert_eq!(contact.posts(), refusals(&dialect) + 1);
    for (status, expected) in [(409, Some(409)), (403, Some(403)), (401, Some(401))] {
        contact.sim.reset_requests();
        contact.sim.inject(
            format!("POST /private-service-endpoints={status}x1")
                .parse()
                .unwrap(),
        );
        let error = contact
            .project
            .create_pses(&cluster, &regions)
            .await
            .unwrap_err();
        assert_eq!((error.status(), contact.posts()), (expected, 1));
    }
    assert_eq!(contact.client.first_contact().facts().field, None);
}

#[tokio::test]
async fn each_attempt_is_given_to_the_caller_before_the_next_one_is_sent() {
    let dialect: Dialect = "clusters/{cluster_id}/endpoints:region_specs"
        .parse()
        .unwrap();
    let contact = Contact::with(dialect.clone()).await;
    let (cluster, regions) = contact.missing(ROOT).await;
    let mut creation = contact.project.creation(&cluster, &regions).await;
    let mut refused = 0;
    loop {
        match creation.attempt().await {
            Attempted::Refused(error) => {
                assert!(matches!(error.status(), Some(400 | 404)), "{error}");
                refused += 1;
                assert_eq!(contact.posts(), refused);
                assert_eq!(contact.creates_done(), 0);
            }
            Attempted::Final(answer) => break assert!(answer.is_ok(), "{answer:?}"),
        }
    }
    assert_eq!(refused, refusals(&dialect));
}

#[tokio::test]
async fn creates_at_the_same_time_learn_together() {
    let contact = Contact::with("spec".parse().unwrap()).await;
    let (cluster, regions) = contact.missing(ROOT).await;
    let creates = (0..6).map(|_| contact.project.create_pses(&cluster, &regions));
    let answers = futures_util::future::join_all(creates).await;
    let made = answers.iter().filter(|answer| answer.is_ok()).count();
    let busy = |answer: &&Result<_, Error>| matches!(answer, Err(Error::Busy { .. }));
    assert_eq!((made, answers.iter().filter(busy).count()), (1, 5));
    assert_eq!(contact.posts(), 7 + 6);
}

#[tokio::test]
async fn after_a_few_endpoints_in_vain_no_more_paths_are_tried() {
    let dialect: Dialect = "clusters/{cluster_id}/elsewhere".parse().unwrap();
    let contact = Contact::with(dialect.clone()).await;
    let (cluster, pse) = contact.pse("orders").await;
    contact.sim.reset_requests();
    for _ in 0..10 {
        let error = contact.project.pse(&cluster, &pse).await.unwrap_err();
        assert!(matches!(error, Error::NotFound { .. }), "{error}");
    }
    let first_contact = contact.client.first_contact();
    assert!(first_contact.is_hopeless());
    let tried = u64::try_from(3 * PSE_PATHS.len() + 7).unwrap();
    assert_eq!(contact.sim.requests().total, tried);
    // Set by hand, it is found; forgotten, it is learned again.
    first_contact.set(Some(dialect.path), None);
    contact.project.pse(&cluster, &pse).await.unwrap();
    first_contact.forget();
    assert!(!first_contact.is_hopeless());
    assert_eq!(first_contact.facts(), aeon::first_contact::Facts::default());
}

#[tokio::test]
async fn a_response_with_another_endpoint_is_not_the_path() {
    let contact = Contact::with(Dialect::default()).await;
    let (cluster, pse) = contact.pse("orders").await;
    for fault in ["404", "html", "truncate", "503", "429"] {
        contact
            .sim
            .inject(format!("GET /{{pse_id}}={fault}").parse().unwrap());
        contact.project.pse(&cluster, &pse).await.unwrap_err();
        contact.sim.clear_faults();
        assert_eq!(contact.client.first_contact().facts().path, None, "{fault}");
    }
    contact.project.pse(&cluster, &pse).await.unwrap();
}

#[tokio::test]
async fn unknown_requests_are_kept_with_the_shape_of_their_body() {
    let contact = Contact::with("specs".parse().unwrap()).await;
    let (cluster, regions) = contact.missing(ROOT).await;
    contact
        .project
        .create_pses(&cluster, &regions)
        .await
        .unwrap();
    let unknown = contact.sim.unknown_requests();
    assert_eq!(unknown.len(), 6);
    assert_eq!(unknown[0].method, "POST");
    assert!(unknown[0].path.ends_with("/private-service-endpoints"));
    let shape = r#"{"private_service_endpoint_spec":[{"cluster_region_info_id":string,"security_principals":[string]}]}"#;
    assert_eq!(unknown[0].body, shape);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/elsewhere?a=1", contact.sim.base_url());
    let sent = http
        .put(url)
        .body(r#"{"who":["me"]}"#)
        .send()
        .await
        .unwrap();
    assert_eq!(sent.status(), 404);
    let last = contact.sim.unknown_requests().pop().unwrap();
    assert_eq!(
        (last.method.as_str(), last.path.as_str(), last.body.as_str()),
        ("PUT", "/elsewhere?a=1", r#"{"who":[string]}"#)
    );
}
