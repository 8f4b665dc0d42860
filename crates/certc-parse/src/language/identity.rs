//! The table's part on the identity provider and on whom it knows.

use certc_schema::{Node, Property, Type};

use super::certificate::{KEY, KEYSTORE, RENEW_BEFORE, SAN, SUBJECT, TRUSTSTORE, VALIDITY};
use super::{ALLOW, ISSUED_BY, block, line};

/// The lines of a reader: its own, then those that every reader may say.
macro_rules! reader {
    [$($own:expr),*] => {
        &[
            $($own,)*
            &ISSUED_BY,
            &SUBJECT,
            &SAN,
            &KEY,
            &VALIDITY,
            &RENEW_BEFORE,
            &KEYSTORE,
            &TRUSTSTORE,
            &ALLOW,
        ]
    };
}

pub(super) static IDENTITY_PROVIDER: Node = block(
    "identity-provider",
    "The OAuth2 server.",
    &[Type::Name],
    reader![
        &PROVIDER_KIND,
        &VERSION,
        &MANAGED_BY,
        &REALM,
        &ISSUER,
        &BACKEND,
        &TOKEN_URL,
        &JWKS_URL,
        &TRUSTED_BY,
        &ZEEBE_LOGIN,
        &SUPPORTS
    ],
);
static PROVIDER_KIND: Node = line(
    "kind",
    "Which server it is; its name where none is said.",
    &[Type::Word(&["keycloak", "entra-id", "oidc"])],
);
static VERSION: Node = line("version", "Its version, as text.", &[Type::Text]);
static MANAGED_BY: Node = line(
    "managed-by",
    "Who runs it: decides the image and the spelling of its settings; where nothing is said it follows from the platform.",
    &[Type::Word(&["helm-chart", "compose", "operator", "you", "others"])],
);
static REALM: Node =
    line("realm", "The realm of the clients; the URLs say it too, and must agree.", &[Type::Text]);
static ISSUER: Node = line(
    "issuer",
    "The URL that tokens and browsers say; where none is said it follows from the platform.",
    &[Type::Text],
);
static BACKEND: Node = line(
    "backend",
    "The URL that components call; where none is said it follows from the platform.",
    &[Type::Text],
);
static TOKEN_URL: Node =
    line("token-url", "Where clients fetch tokens, of a provider of kind `oidc`.", &[Type::Text]);
static JWKS_URL: Node =
    line("jwks-url", "Where its public keys are, of a provider of kind `oidc`.", &[Type::Text]);
static TRUSTED_BY: Node = line(
    "trusted-by",
    "The authority that signed its server certificate elsewhere.",
    &[Type::Reference(&["authority"])],
);
static ZEEBE_LOGIN: Node = line(
    "zeebe-login",
    "How the components that log in as Zeebe are known; `own-client` where nothing is said.",
    &[Type::Word(&["own-client", "intermediary", "pattern"])],
);
static SUPPORTS: Node = block(
    "supports",
    "How clients can log in there.",
    &[],
    &[
        &line("tls-client-auth", "By client certificate, RFC 8705 section 2.1.", &[]),
        &line("private-key-jwt", "By signed JWT, OpenID Connect Core section 9.", &[]),
    ],
);

pub(super) static COMPONENT: Node = Node {
    repeats: true,
    ..block(
        "component",
        "A process of Camunda.",
        &[Type::Name],
        reader![&COMPONENT_KIND, &CLIENT_ID, &AUTHENTICATE, &SERVES, &AUDIENCE, &INITIAL_CLAIM],
    )
};
static COMPONENT_KIND: Node =
    line("kind", "Which process it is; its name where none is said.", &[Type::Text]);
static CLIENT_ID: Node = line(
    "client-id",
    "What the identity provider knows it as; where none is said the catalog's, or its name.",
    &[Type::Text],
);
static AUTHENTICATE: Node = line(
    "authenticate",
    "How it logs in; the catalog's best way where none is said.",
    &[Type::Word(&["tls-client-auth", "private-key-jwt", "client-secret"])],
);
static SERVES: Node = block(
    "serves",
    "Which of its ports serve TLS.",
    &[],
    &[
        &line("grpc", "The gateway's gRPC.", &[]),
        &line("rest", "The REST API and the web apps.", &[]),
        &line("cluster", "Between brokers.", &[]),
    ],
);
static AUDIENCE: Node = line("audience", "The audience of its tokens.", &[Type::Text]);
static INITIAL_CLAIM: Node = Node {
    properties: &[Property::new("value", "The value of the claim.", Type::Text)],
    ..line("initial-claim", "Who is the first administrator, by a claim.", &[Type::Text])
};

pub(super) static APPLICATION: Node = Node {
    repeats: true,
    ..block(
        "application",
        "Another holder of a client certificate, such as a job worker.",
        &[Type::Name],
        reader![&LIBRARY, &CLIENT_ID, &AUTHENTICATE],
    )
};
static LIBRARY: Node = line(
    "kind",
    "Which library it logs in with; `java-client` where none is said.",
    &[Type::Word(&["java-client", "spring-boot-starter"])],
);
