//! Who may look at clients: told by the environment alone, never by an argument.

use std::env;

use certc_issue::Secret;
use certc_probe::Admin;

/// A user of Keycloak who may look at clients.
pub(crate) struct Administrator {
    realm: String,
    username: String,
    password: Secret,
}

impl Administrator {
    /// Nobody where name or password is not set.
    pub(crate) fn of_environment() -> Option<Self> {
        let variable = |it| env::var(it).ok().filter(|it| !it.is_empty());
        Some(Self {
            realm: variable("KEYCLOAK_ADMIN_REALM").unwrap_or_else(|| "master".to_owned()),
            username: variable("KEYCLOAK_ADMIN_USERNAME")?,
            password: Secret::new(variable("KEYCLOAK_ADMIN_PASSWORD")?.into_bytes()),
        })
    }

    /// As a probe takes it.
    pub(crate) fn admin(&self) -> Admin<'_> {
        let password = str::from_utf8(self.password.bytes()).expect("it was a text");
        Admin::new(&self.realm, &self.username, password)
    }
}
