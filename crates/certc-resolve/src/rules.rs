//! The rules that a deployment can break.

use certc_diagnostic::Rule;

mod ambiguous_issuer;
mod assertion_url;
mod blank_text;
mod client_id_clash;
mod due_at_once;
mod duplicate_name;
mod environment_missing;
mod equal_subjects;
mod issuer_cycle;
mod leaf_outlives_issuer;
mod missing_issuer;
mod missing_statement;
mod newer_keycloak;
mod no_certificate_login;
mod public_authorities_lost;
mod realm_differs;
mod server_without_name;
mod token_url_missing;
mod unknown_change;
mod unknown_kind;
mod unknown_provider;
mod unknown_reference;
mod unknown_version;
mod unusable_alternative_name;
mod unusable_authentication;
mod unusable_certificate;
mod unusable_keeper;
mod unusable_key;
mod unusable_name;
mod unusable_pin;
mod unusable_port;
mod unusable_subject;
mod unusable_url;
mod useless_allow;
mod useless_change;
mod useless_default;
mod useless_line;
mod variables_missing;
mod vulnerable_keycloak;
mod zeebe_client_missing;
mod zeebe_login_intermediary;
mod zeebe_login_pattern;
mod zeebe_login_pattern_deprecated;

pub use ambiguous_issuer::AMBIGUOUS_ISSUER;
pub use assertion_url::ASSERTION_URL;
pub use blank_text::BLANK_TEXT;
pub use client_id_clash::CLIENT_ID_CLASH;
pub use due_at_once::DUE_AT_ONCE;
pub use duplicate_name::DUPLICATE_NAME;
pub use environment_missing::ENVIRONMENT_MISSING;
pub use equal_subjects::EQUAL_SUBJECTS;
pub use issuer_cycle::ISSUER_CYCLE;
pub use leaf_outlives_issuer::LEAF_OUTLIVES_ISSUER;
pub use missing_issuer::MISSING_ISSUER;
pub use missing_statement::MISSING_STATEMENT;
pub use newer_keycloak::NEWER_KEYCLOAK;
pub use no_certificate_login::NO_CERTIFICATE_LOGIN;
pub use public_authorities_lost::PUBLIC_AUTHORITIES_LOST;
pub use realm_differs::REALM_DIFFERS;
pub use server_without_name::SERVER_WITHOUT_NAME;
pub use token_url_missing::TOKEN_URL_MISSING;
pub use unknown_change::UNKNOWN_CHANGE;
pub use unknown_kind::UNKNOWN_KIND;
pub use unknown_provider::UNKNOWN_PROVIDER;
pub use unknown_reference::UNKNOWN_REFERENCE;
pub use unknown_version::UNKNOWN_VERSION;
pub use unusable_alternative_name::UNUSABLE_ALTERNATIVE_NAME;
pub use unusable_authentication::UNUSABLE_AUTHENTICATION;
pub use unusable_certificate::UNUSABLE_CERTIFICATE;
pub use unusable_keeper::UNUSABLE_KEEPER;
pub use unusable_key::UNUSABLE_KEY;
pub use unusable_name::UNUSABLE_NAME;
pub use unusable_pin::UNUSABLE_PIN;
pub use unusable_port::UNUSABLE_PORT;
pub use unusable_subject::UNUSABLE_SUBJECT;
pub use unusable_url::UNUSABLE_URL;
pub use useless_allow::USELESS_ALLOW;
pub use useless_change::USELESS_CHANGE;
pub use useless_default::USELESS_DEFAULT;
pub use useless_line::USELESS_LINE;
pub use variables_missing::VARIABLES_MISSING;
pub use vulnerable_keycloak::VULNERABLE_KEYCLOAK;
pub use zeebe_client_missing::ZEEBE_CLIENT_MISSING;
pub use zeebe_login_intermediary::ZEEBE_LOGIN_INTERMEDIARY;
pub use zeebe_login_pattern::ZEEBE_LOGIN_PATTERN;
pub use zeebe_login_pattern_deprecated::ZEEBE_LOGIN_PATTERN_DEPRECATED;

/// All of them, for `explain` and the test that runs their pages.
pub const RULES: &[&Rule] = &[
    &AMBIGUOUS_ISSUER,
    &ASSERTION_URL,
    &BLANK_TEXT,
    &CLIENT_ID_CLASH,
    &DUE_AT_ONCE,
    &DUPLICATE_NAME,
    &ENVIRONMENT_MISSING,
    &EQUAL_SUBJECTS,
    &ISSUER_CYCLE,
    &LEAF_OUTLIVES_ISSUER,
    &MISSING_ISSUER,
    &MISSING_STATEMENT,
    &NEWER_KEYCLOAK,
    &NO_CERTIFICATE_LOGIN,
    &PUBLIC_AUTHORITIES_LOST,
    &REALM_DIFFERS,
    &SERVER_WITHOUT_NAME,
    &TOKEN_URL_MISSING,
    &UNKNOWN_CHANGE,
    &UNKNOWN_KIND,
    &UNKNOWN_PROVIDER,
    &UNKNOWN_REFERENCE,
    &UNKNOWN_VERSION,
    &UNUSABLE_ALTERNATIVE_NAME,
    &UNUSABLE_AUTHENTICATION,
    &UNUSABLE_CERTIFICATE,
    &UNUSABLE_KEEPER,
    &UNUSABLE_KEY,
    &UNUSABLE_NAME,
    &UNUSABLE_PIN,
    &UNUSABLE_PORT,
    &UNUSABLE_SUBJECT,
    &UNUSABLE_URL,
    &USELESS_ALLOW,
    &USELESS_CHANGE,
    &USELESS_DEFAULT,
    &USELESS_LINE,
    &VARIABLES_MISSING,
    &VULNERABLE_KEYCLOAK,
    &ZEEBE_CLIENT_MISSING,
    &ZEEBE_LOGIN_INTERMEDIARY,
    &ZEEBE_LOGIN_PATTERN,
    &ZEEBE_LOGIN_PATTERN_DEPRECATED,
];
