//! The causes of a refused login. They need a server, so `check` never sees them, and no test can run their pages:
//! one of `certc-tests` makes each of them happen.

use certc_diagnostic::Rule;

mod admin_refused;
mod audience_missing;
mod authenticator_differs;
mod authority_not_accepted;
mod certificate_ended;
mod certificate_not_for_clients;
mod certificate_not_yet_valid;
mod certificate_of_another;
mod certificate_refused;
mod chain_incomplete;
mod client_disabled;
mod client_refused;
mod client_unknown;
mod handshake_failed;
mod host_unknown;
mod java_sends_none;
mod key_of_another_certificate;
mod no_certificate_asked;
mod no_connection;
mod no_oauth_answer;
mod plain_http;
mod public_client;
mod reader_file_unusable;
mod realm_disabled;
mod realm_unknown;
mod regular_expression_on;
mod root_differs;
mod secret_still_on;
mod server_certificate_ended;
mod server_name_differs;
mod server_not_trusted;
mod service_account_off;
mod subject_differs;
mod subject_unreadable;

pub use admin_refused::ADMIN_REFUSED;
pub use audience_missing::AUDIENCE_MISSING;
pub use authenticator_differs::AUTHENTICATOR_DIFFERS;
pub use authority_not_accepted::AUTHORITY_NOT_ACCEPTED;
pub use certificate_ended::CERTIFICATE_ENDED;
pub use certificate_not_for_clients::CERTIFICATE_NOT_FOR_CLIENTS;
pub use certificate_not_yet_valid::CERTIFICATE_NOT_YET_VALID;
pub use certificate_of_another::CERTIFICATE_OF_ANOTHER;
pub use certificate_refused::CERTIFICATE_REFUSED;
pub use chain_incomplete::CHAIN_INCOMPLETE;
pub use client_disabled::CLIENT_DISABLED;
pub use client_refused::CLIENT_REFUSED;
pub use client_unknown::CLIENT_UNKNOWN;
pub use handshake_failed::HANDSHAKE_FAILED;
pub use host_unknown::HOST_UNKNOWN;
pub use java_sends_none::JAVA_SENDS_NONE;
pub use key_of_another_certificate::KEY_OF_ANOTHER_CERTIFICATE;
pub use no_certificate_asked::NO_CERTIFICATE_ASKED;
pub use no_connection::NO_CONNECTION;
pub use no_oauth_answer::NO_OAUTH_ANSWER;
pub use plain_http::PLAIN_HTTP;
pub use public_client::PUBLIC_CLIENT;
pub use reader_file_unusable::READER_FILE_UNUSABLE;
pub use realm_disabled::REALM_DISABLED;
pub use realm_unknown::REALM_UNKNOWN;
pub use regular_expression_on::REGULAR_EXPRESSION_ON;
pub use root_differs::ROOT_DIFFERS;
pub use secret_still_on::SECRET_STILL_ON;
pub use server_certificate_ended::SERVER_CERTIFICATE_ENDED;
pub use server_name_differs::SERVER_NAME_DIFFERS;
pub use server_not_trusted::SERVER_NOT_TRUSTED;
pub use service_account_off::SERVICE_ACCOUNT_OFF;
pub use subject_differs::SUBJECT_DIFFERS;
pub use subject_unreadable::SUBJECT_UNREADABLE;

/// All of them, for `explain` and the test that makes each happen.
pub const RULES: &[&Rule] = &[
    &ADMIN_REFUSED,
    &AUDIENCE_MISSING,
    &AUTHENTICATOR_DIFFERS,
    &AUTHORITY_NOT_ACCEPTED,
    &CERTIFICATE_ENDED,
    &CERTIFICATE_NOT_FOR_CLIENTS,
    &CERTIFICATE_NOT_YET_VALID,
    &CERTIFICATE_OF_ANOTHER,
    &CERTIFICATE_REFUSED,
    &CHAIN_INCOMPLETE,
    &CLIENT_DISABLED,
    &CLIENT_REFUSED,
    &CLIENT_UNKNOWN,
    &HANDSHAKE_FAILED,
    &HOST_UNKNOWN,
    &JAVA_SENDS_NONE,
    &KEY_OF_ANOTHER_CERTIFICATE,
    &NO_CERTIFICATE_ASKED,
    &NO_CONNECTION,
    &NO_OAUTH_ANSWER,
    &PLAIN_HTTP,
    &PUBLIC_CLIENT,
    &READER_FILE_UNUSABLE,
    &REALM_DISABLED,
    &REALM_UNKNOWN,
    &REGULAR_EXPRESSION_ON,
    &ROOT_DIFFERS,
    &SECRET_STILL_ON,
    &SERVER_CERTIFICATE_ENDED,
    &SERVER_NAME_DIFFERS,
    &SERVER_NOT_TRUSTED,
    &SERVICE_ACCOUNT_OFF,
    &SUBJECT_DIFFERS,
    &SUBJECT_UNREADABLE,
];
