//! The table's part on certificates: subject, names, key, life, stores.

use certc_schema::{Form, Node, Property, Type};

use super::{ISSUED_BY, block, line};

/// What whoever holds a leaf may say of it.
pub(super) static LEAF: &[&Node] =
    &[&ISSUED_BY, &KEY, &VALIDITY, &RENEW_BEFORE, &KEYSTORE, &TRUSTSTORE];

/// Text that `#null` removes.
const REMOVABLE: &[Type] = &[Type::Removable(&Type::Text)];
/// A hundred years.
const DAYS: &[Property] =
    &[Property::new("days", "Whole days.", Type::Removable(&Type::Between(1, 36_525)))];

const fn attribute(name: &'static str, summary: &'static str) -> Node {
    Node { repeats: true, ..line(name, summary, REMOVABLE) }
}

pub(super) static SUBJECT: Node = block(
    "subject",
    "The attributes of the certificate's subject, merged with the defaults one by one.",
    &[],
    &[
        &attribute("email", "An e-mail address; a name of the certificate too."),
        &attribute("country", "A country, two letters."),
        &attribute("state", "A state or province."),
        &attribute("locality", "A city."),
        &attribute("street", "A street and number."),
        &attribute("domain-component", "One label of a domain."),
        &attribute("organization", "A company."),
        &attribute("organizational-unit", "A department."),
        &attribute("title", "A position."),
        &attribute("serial-number", "A number that tells equal names apart."),
        &attribute("user-id", "A login name."),
        &attribute("common-name", "The name of the holder; its node's name where none is said."),
        &OID,
        &ORDER,
    ],
);
static OID: Node = Node {
    repeats: true,
    ..line(
        "oid",
        "Any other attribute: its object identifier and its value.",
        &[Type::Text, Type::Text],
    )
};
static ORDER: Node = line(
    "order",
    "The attributes in the order of the subject, where it is not that of this table; others follow.",
    &[Type::Many(&Type::Word(ATTRIBUTES))],
);
const ATTRIBUTES: &[&str] = &[
    "email",
    "country",
    "state",
    "locality",
    "street",
    "domain-component",
    "organization",
    "organizational-unit",
    "title",
    "serial-number",
    "user-id",
    "common-name",
];

const fn name(name: &'static str, summary: &'static str) -> Node {
    Node { repeats: true, ..line(name, summary, &[Type::Text]) }
}

pub(super) static SAN: Node = block(
    "san",
    "Names of the certificate beside those that the platform gives.",
    &[],
    &[
        &name("dns", "A host name."),
        &name("ip", "An address."),
        &name("email", "An e-mail address."),
        &name("uri", "A URI."),
    ],
);

pub(super) static KEY: Node = line(
    "key",
    "The kind and size of the key; where none is said `ec p256`, or `rsa 3072` where its reader takes RSA only.",
    &[Type::Removable(&Type::Form(&[
        Form { word: "rsa", arguments: &[Type::OneOf(&[2048, 3072, 4096])], children: &[] },
        Form { word: "ec", arguments: &[Type::Word(&["p256", "p384", "p521"])], children: &[] },
        Form { word: "ed25519", arguments: &[], children: &[] },
    ]))],
);

pub(super) static VALIDITY: Node = Node {
    properties: DAYS,
    ..line(
        "validity",
        "How long the certificate is valid; a leaf 90 days, a root 3650 and an intermediate authority 1825 where nothing is said.",
        &[],
    )
};
pub(super) static RENEW_BEFORE: Node = Node {
    properties: DAYS,
    ..line(
        "renew-before",
        "How long before its end it is due again; 30 days, of a short life a third, where nothing is said.",
        &[],
    )
};

/// A file of PEM.
const FILE: Property = Property::new("file", "The file, relative to this one.", Type::Text);

pub(super) static KEYSTORE: Node =
    block("keystore", "The store of the key and its certificates.", &[], &[&PASSWORD]);
pub(super) static TRUSTSTORE: Node =
    block("truststore", "The store of whom the process trusts.", &[], &[&PASSWORD, &ALSO]);
static ALSO: Node = Node {
    properties: &[FILE],
    repeats: true,
    ..line("also", "Certificates to trust beside those that follow from the spec.", &[])
};
static PASSWORD: Node = Node {
    properties: &[
        Property::optional("env", "The variable of the environment that holds it."),
        Property::optional("file", "The file that holds it, relative to this one."),
    ],
    ..line(
        "password",
        "Where a password comes from, never the password: one of these. `generate` makes one at random and keeps it; that is so where nothing is said.",
        &[Type::Optional(&Type::Word(&["generate"]))],
    )
};

pub(super) static CERTIFICATE: Node = Node {
    properties: &[FILE],
    ..line("certificate", "The authority's certificate, given as PEM.", &[])
};
pub(super) static PRIVATE_KEY: Node = Node {
    properties: &[FILE],
    children: &[&PASSWORD],
    ..line("private-key", "The authority's private key, given as PEM.", &[])
};
