//! Subject DNs as real programs spell them. `testdata/dn-vectors.json` was recorded from OpenJDK 11 to 25,
//! Keycloak's comparison and OpenSSL 3.0; its `meta` says how.

use der::Decode;
use proptest::prelude::*;
use serde_json::Value;
use x509_cert::name::Name;

use super::{Attribute, ORDER, Subject, attribute_type, attribute_word};
use crate::{Origin, Sourced};

const VECTORS: &str = include_str!("../../testdata/dn-vectors.json");

fn vectors() -> Vec<Value> {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    file["vectors"].as_array().unwrap().clone()
}

fn unhex(hex: &str) -> Vec<u8> {
    let digits = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(digits).collect()
}

fn written(attributes: Vec<Attribute>) -> Subject {
    Subject::new(attributes.into_iter().map(|it| Sourced::new(it, Origin::Default)).collect())
}

#[test]
fn every_vector_is_spelled_as_recorded() {
    for vector in vectors() {
        let subject = Subject::from_der(&unhex(vector["der_hex"].as_str().unwrap())).unwrap();
        let check = |ours: &str, theirs: &Value| assert_eq!(ours, theirs, "{}", vector["id"]);
        check(&subject.java.0, &vector["java"]["subject_dn"]);
        check(&subject.rfc2253.0, &vector["keycloak"]["name_exact_B"]);
        check(&subject.rfc4514.0, &vector["java"]["rfc2253"]);
        // OpenSSL cannot load a certificate with a value of these types, so nothing was recorded.
        let unreadable =
            ["oid-private-integer", "oid-private-octets", "type-general", "type-visible"];
        if unreadable.iter().any(|it| vector["id"] == *it) {
            assert!(vector["openssl"]["oneline"].is_null());
        } else {
            check(&subject.openssl.0, &vector["openssl"]["oneline"]);
        }
    }
}

/// The string types of OpenSSL's `utf8only`.
fn written_type(name: &str) -> &'static str {
    match name {
        "C" | "serialNumber" | "dnQualifier" | "jurisdictionC" => "PrintableString",
        "emailAddress" | "DC" => "IA5String",
        _ => "UTF8String",
    }
}

/// What a vector's RDN is written as; none for several attributes in one or a type that is not written.
fn writable(rdn: &Value, oids: &Value) -> Option<(String, String)> {
    let [ava] = rdn.as_array().unwrap().as_slice() else { return None };
    let [name, value, string_type] = [0, 1, 2].map(|it| ava[it].as_str().unwrap());
    let oid = oids[name].as_str().unwrap_or(name);
    (string_type == written_type(name)).then(|| (oid.to_owned(), value.to_owned()))
}

#[test]
fn every_vector_that_can_be_written_has_the_recorded_der() {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    let (mut encoded, mut refused) = (0, Vec::new());
    for vector in vectors() {
        let rdns = vector["rdns"].as_array().unwrap().iter();
        let rdns = rdns.map(|it| writable(it, &file["meta"]["oids"])).collect::<Option<Vec<_>>>();
        let Some(rdns) = rdns else { continue };
        let attributes = rdns.iter().map(|(oid, value)| Attribute::new(oid, value));
        if let Ok(attributes) = attributes.collect() {
            let der = unhex(vector["der_hex"].as_str().unwrap());
            assert_eq!(written(attributes).der.0, der, "{}", vector["id"]);
            encoded += 1;
        } else {
            refused.push(vector["id"].as_str().unwrap().to_owned());
        }
    }
    // Control characters, an empty value, 300 characters.
    let hostile =
        ["sp-tab", "sp-cr", "sp-cr-lead", "sp-del", "sp-ctrl", "empty-single", "long-300"];
    assert_eq!(refused, hostile);
    assert_eq!(encoded, 60);
}

/// Not among the vectors: recorded from OpenJDK 25 and OpenSSL 3.0.
#[test]
fn number_signs_and_blanks_are_spelled_as_recorded() {
    let check = |value: &str, [java, rfc2253, openssl]: [&str; 3]| {
        let subject = written(vec![Attribute::new("2.5.4.10", value).unwrap()]);
        assert_eq!(subject.java.0, java);
        assert_eq!(subject.rfc2253.0, rfc2253);
        assert_eq!(subject.openssl.0, openssl);
    };
    check("#1", [r##"O="#1""##, r"O=\#1", r##"O = "#1""##]);
    check("#", [r##"O="#""##, r"O=\#", "O = #"]);
    check("C#", [r##"O="C#""##, r"O=C\#", "O = C#"]);
    check("a  b", [r#"O="a  b""#, "O=a  b", "O = a  b"]);
}

#[test]
fn an_attribute_is_accepted_or_refused() {
    let check = |word: &str, right: &[&str], wrong: &[&str]| {
        let oid = attribute_type(word).unwrap_or(word);
        right.iter().for_each(|it| assert_eq!(Attribute::new(oid, it).err(), None));
        wrong.iter().for_each(|it| assert!(Attribute::new(oid, it).is_err(), "{word} {it:?}"));
    };
    let long = "ü".repeat(65);
    check("common-name", &["a", "*", "\"", "\\", &long[2..]], &["", "a\0", "\u{85}", &long]);
    check("country", &["DE", "de"], &["", "D", "DEU", "D1", "ÄÖ"]);
    check("email", &["a@b.c"], &["a", "ä@b.c", "a@b@c"]);
    check("domain-component", &["example"], &["münchen"]);
    check("serial-number", &["HRB 1/2"], &["a_b", "ü"]);
    check("2.5.4.46", &["q1"], &["q_1"]);
    check("2.5.4.97", &["VATDE-1"], &[]);
    check("1.3.6.1.4.1.311.60.2.1.3", &["DE"], &["Germany"]);
    check("organisation", &[], &["Camunda"]);
}

#[test]
fn attributes_have_an_order() {
    let words = ORDER.map(|it| it.0);
    let others = ["2.5.4.97", "1.3.6.1.4.1.99999.10", "1.3.6.1.4.1.99999.9"];
    let attribute = |it: &str| {
        let value = if it == "email" { "a@b" } else { "DE" };
        Attribute::new(attribute_type(it).unwrap_or(it), value).unwrap()
    };
    let mut attributes: Vec<_> =
        words.iter().chain(&others).rev().map(|it| attribute(it)).collect();
    attributes.sort_by(Attribute::compare);
    let sorted = attributes.iter().map(Attribute::oid);
    let sorted: Vec<_> = sorted.map(|it| attribute_word(&it).map_or(it, str::to_owned)).collect();
    let (common_name, before) = words.split_last().unwrap();
    let others = [others[2], others[1], others[0]];
    assert_eq!(sorted, [before, &others, &[*common_name]].concat());
}

#[test]
fn a_key_tells_names_apart_as_readers_do() {
    let key = |it: &[(&str, &str)]| {
        let attribute = |it: &(&str, &str)| Attribute::new(attribute_type(it.0).unwrap(), it.1);
        written(it.iter().map(|it| attribute(it).unwrap()).collect()).key()
    };
    let name = key(&[("organization", "Camunda GmbH"), ("common-name", "operate")]);
    assert_eq!(name, key(&[("organization", " CAMUNDA  GmbH"), ("common-name", "Operate")]));
    assert_ne!(name, key(&[("common-name", "operate"), ("organization", "Camunda GmbH")]));
    assert_ne!(name, key(&[("organization", "CamundaGmbH"), ("common-name", "operate")]));
    let recorded = |id: &str| {
        let vector = vectors().into_iter().find(|it| it["id"] == id).unwrap();
        Subject::from_der(&unhex(vector["der_hex"].as_str().unwrap())).unwrap().key()
    };
    // One RDN of two common names, whose order in DER depends on their case.
    let both = |[one, two]: [&str; 2]| {
        let der = format!("30163114300806035504030c01{one}300806035504030c01{two}");
        Subject::from_der(&unhex(&der)).unwrap().key()
    };
    assert_eq!(both(["42", "61"]), both(["41", "62"]));
    assert_eq!(recorded("kw-EMAILADDRESS-ia5"), recorded("kw-EMAILADDRESS-utf8"));
}

#[test]
fn what_is_no_name_is_refused() {
    for hex in [
        "",
        "30",
        "3001",
        "0500",
        "30023000",
        "300431023000",
        "300b3109300706035504030c01",
        "300000",
        "300d310b300906035504030c016100",
    ] {
        assert!(Subject::from_der(&unhex(hex)).is_err(), "{hex}");
    }
}

/// Reads RFC 2253 back, by its grammar alone: types and values, first RDN last.
fn parse_rfc2253(name: &str) -> Vec<(String, String)> {
    let mut attributes = vec![(String::new(), String::new())];
    let (mut escaped, mut in_value) = (false, false);
    for it in name.chars() {
        let last = attributes.last_mut().unwrap();
        match it {
            '\\' if !escaped => escaped = true,
            '=' if !in_value => in_value = true,
            ',' if !escaped => {
                attributes.push(Default::default());
                in_value = false;
            }
            _ => {
                if in_value {
                    last.1.push(it)
                } else {
                    last.0.push(it)
                }
                escaped = false;
            }
        }
    }
    attributes.reverse();
    attributes
}

proptest! {
    #[test]
    fn a_name_is_carried_intact(
        values in prop::collection::vec((prop::bool::ANY, "[ab ,+=<>#;\"\\\\ü😀]{1,8}"), 1..6),
    ) {
        let keyword = |is_unit: bool| if is_unit { "OU" } else { "CN" };
        let oid = |is_unit: bool| if is_unit { "2.5.4.11" } else { "2.5.4.3" };
        let attributes = values.iter().map(|it| Attribute::new(oid(it.0), &it.1).unwrap());
        let subject = written(attributes.collect());
        let read = Subject::from_der(&subject.der.0).unwrap();
        prop_assert_eq!(&read.der, &subject.der);
        prop_assert_eq!(&read.java, &subject.java);
        prop_assert_eq!(&read.openssl, &subject.openssl);
        let expected: Vec<_> =
            values.iter().map(|it| (keyword(it.0).to_owned(), it.1.clone())).collect();
        prop_assert_eq!(parse_rfc2253(&subject.rfc2253.0), expected);
        let name = Name::from_der(&subject.der.0).unwrap();
        let bytes: Vec<_> = name.iter().map(|it| it.value.value()).collect();
        let expected: Vec<_> = values.iter().map(|it| it.1.as_bytes()).collect();
        prop_assert_eq!(bytes, expected);
    }
}
