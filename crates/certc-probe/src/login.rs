//! One login, from the component's files to a token or to the cause.

use std::sync::Arc;

use crate::component::Component;
use crate::connection::{self, Broken};
use crate::exchange::Asked;
use crate::own::Own;
use crate::{Answer, Files, Finding, refusal, token};

/// Asks for a token as the component would.
pub(crate) async fn login(of: &Component<'_>, files: &Files<'_>) -> Answer {
    let own = match Own::read(of, files) {
        Ok(it) => it,
        Err(it) => return Answer { said: vec![(*it).into()], ..Answer::default() },
    };
    if let Some(foreign) = own.foreign(of) {
        let said = own.faults(of).into_iter().chain([foreign]).map(Finding::from).collect();
        return Answer { said, ..Answer::default() };
    }
    let watch = Arc::new(own.watch());
    let fields = [("grant_type", "client_credentials"), ("client_id", of.client_id())];
    let form = Asked::Form(of.token_path(), &fields);
    let answered = connection::ask(of, &watch, form).await;
    let seen = watch.seen();
    let (token, said) = match answered {
        Err(Broken::Known(it)) => (None, vec![(*it).into()]),
        Err(Broken::Ended(alert)) => (None, refusal::of_component(of, &own, &seen, alert)),
        Err(Broken::NoHttp(why)) => (None, refusal::of_stranger(of, &own, &why)),
        Ok(it) => {
            let (token, causes) = token::judge(of, &own, &watch, &it).await;
            let own = own.faults(of).into_iter().chain(refusal::of_java(of, &own, &seen));
            (token, own.map(Finding::from).chain(causes).collect())
        }
    };
    Answer { server: seen.server(), token, said }
}
