//! Where the settings say so, the system verifies the user before a key is read or an account removed.

use std::sync::{Arc, Mutex};

use aeon_simulator::Seed;
use postern::problem::ProblemCode;
use postern::session::{AppOptions, SessionStatus, UserVerifier, VerifiedPurpose};

use crate::support::{Answer, Stage, quick, simulator, until};

/// A system that answers as it is told, and remembers what it was asked.
#[derive(Default)]
struct System {
    answer: Mutex<Option<Result<bool, String>>>,
    asked: Mutex<Vec<VerifiedPurpose>>,
}

impl System {
    fn answers(&self, answer: Result<bool, String>) {
        *self.answer.lock().unwrap() = Some(answer);
    }

    fn asked(&self) -> Vec<VerifiedPurpose> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

impl UserVerifier for System {
    fn check(&self) -> Answer<'_, Result<(), String>> {
        Box::pin(async { Ok(()) })
    }

    fn verify(&self, purpose: VerifiedPurpose) -> Answer<'_, Result<bool, String>> {
        self.asked.lock().unwrap().push(purpose);
        let answer = self.answer.lock().unwrap().clone();
        Box::pin(async move {
            match answer {
                Some(answer) => answer,
                None => std::future::pending().await,
            }
        })
    }
}

/// An unlocked account with the setting switched on.
async fn verifying() -> (Stage, Arc<System>) {
    let system = Arc::new(System::default());
    let options = AppOptions {
        verifier: system.clone(),
        ..quick()
    };
    let stage = Stage::with(simulator(Seed::Demo).await, options, |keys| keys.admin).await;
    system.answers(Ok(true));
    stage.app.set_user_verification(true).await.unwrap();
    assert_eq!(system.asked(), [VerifiedPurpose::Settings]);
    (stage, system)
}

async fn is_locked_as_declined(stage: &Stage) -> bool {
    let status = stage.status().await;
    matches!(status, Some(SessionStatus::Locked { problem: Some(problem) }) if problem.code == ProblemCode::Declined)
}

#[tokio::test]
async fn an_account_is_unlocked_only_for_the_user() {
    let (stage, system) = verifying().await;
    stage.app.lock().await.unwrap();
    system.answers(Ok(false));
    let problem = stage.app.unlock().await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::Declined);
    assert!(is_locked_as_declined(&stage).await);
    system.answers(Err("The service is gone.".to_owned()));
    let problem = stage.app.unlock().await.unwrap_err();
    assert!(
        problem.message.contains("The service is gone."),
        "{problem:?}"
    );
    // Now it is the keyring that is asked: a key for the session only went with the lock.
    system.answers(Ok(true));
    let problem = stage.app.unlock().await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::Unauthorized);
    assert_eq!(system.asked(), [VerifiedPurpose::Unlock; 3]);
}

#[tokio::test]
async fn neither_a_restart_nor_another_account_nor_the_demo_goes_around_it() {
    let (stage, system) = verifying().await;
    let profile = stage.app.state().await.profiles[0].id;
    system.answers(Ok(false));
    let stage = stage.restarted().await;
    until("it was asked at the start", || {
        (!system.asked().is_empty()).then_some(())
    })
    .await;
    while !is_locked_as_declined(&stage).await {
        tokio::task::yield_now().await;
    }
    let switched = stage.app.switch_account(profile).await;
    assert_eq!(switched.unwrap_err().code, ProblemCode::Declined);
    let key = stage.sim.keys().admin.into();
    let demo = stage.sim.base_url();
    stage.app.open_demo(demo.to_owned(), key).await.unwrap();
    stage.app.leave_demo().await.unwrap();
    assert!(matches!(
        stage.status().await,
        Some(SessionStatus::Locked { .. })
    ));
}

#[tokio::test]
async fn an_unlocked_account_leads_to_another_without_a_question() {
    let (stage, system) = verifying().await;
    let profile = stage.app.state().await.profiles[0].id;
    system.answers(Ok(false));
    stage.app.switch_account(profile).await.unwrap();
    assert_eq!(system.asked(), []);
}

#[tokio::test]
async fn only_the_user_removes_an_account_or_switches_it_off() {
    let (stage, system) = verifying().await;
    let profile = stage.app.state().await.profiles[0].id;
    system.answers(Ok(false));
    for refused in [
        stage.app.remove_account(profile, false).await,
        stage.app.set_user_verification(false).await,
    ] {
        assert_eq!(refused.unwrap_err().code, ProblemCode::Declined);
    }
    assert_eq!(
        system.asked(),
        [VerifiedPurpose::Remove, VerifiedPurpose::Settings]
    );
    let state = stage.app.state().await;
    assert!(state.settings.verify_user);
    assert_eq!(state.profiles.len(), 1);
    system.answers(Ok(true));
    stage.app.set_user_verification(false).await.unwrap();
    assert!(!stage.app.state().await.settings.verify_user);
}

#[tokio::test]
async fn locking_ends_a_question_that_nobody_answers() {
    let (stage, system) = verifying().await;
    stage.app.lock().await.unwrap();
    *system.answer.lock().unwrap() = None;
    let (unlocked, locked) = tokio::join!(stage.app.unlock(), async {
        until("it was asked", || {
            (!system.asked().is_empty()).then_some(())
        })
        .await;
        stage.app.lock().await
    });
    locked.unwrap();
    assert_eq!(unlocked.unwrap_err().code, ProblemCode::Locked);
}

#[tokio::test]
async fn what_does_not_work_cannot_be_switched_on() {
    let stage = Stage::demo().await;
    assert!(stage.app.no_user_verification().await.is_some());
    let problem = stage.app.set_user_verification(true).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::Other);
    assert!(!stage.app.state().await.settings.verify_user);
}
