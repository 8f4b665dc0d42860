//! One login, from the component's files to a token or to the cause.

use std::sync::Arc;

use crate::component::Component;
use crate::connection::{self, Broken};
use crate::exchange::Asked;
use crate::own::Own;
use crate::{Answer, Files, refusal, token};

/// Asks for a token as the component would.
pub(crate) async fn login(of: &Component<'_>, files: &Files<'_>) -> Answer {
    let own = match Own::read(of, files) {
        Ok(it) => it,
        Err(it) => return Answer { said: vec![*it], ..Answer::default() },
    };
    let watch = Arc::new(own.watch());
    let fields = [("grant_type", "client_credentials"), ("client_id", of.client_id())];
    let path = format!("{}/protocol/openid-connect/token", of.ask.url.value.path);
    let answered = connection::ask(of, &watch, Asked::Form(path, &fields)).await;
    let (seen, mut said) = (watch.seen(), own.faults(of));
    let mut token = None;
    match answered {
        Err(Broken::Known(it)) => said = vec![*it],
        Err(Broken::Ended(alert)) if said.is_empty() => {
            said.push(refusal::of_component(of, &own, &seen, alert));
        }
        Err(Broken::Ended(_)) => {}
        Ok(it) => {
            let (issued, causes) = token::judge(of, &own, &watch, &it).await;
            token = issued;
            said.extend(refusal::of_java(of, &own, &seen));
            said.extend(causes);
        }
    }
    Answer { server: seen.server(), token, said }
}
