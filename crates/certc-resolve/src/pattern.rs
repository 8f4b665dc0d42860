//! A regular expression of subject DNs for Keycloak's pattern mode, and the proof that it matches nobody else.
//!
//! Keycloak compares `getSubjectDN().getName()`, which Java prints without saying where a value ends: so two subjects
//! can print alike, and a pattern that is not a list of whole subjects matches more than it seems to.

use certc_graph::name::{Attribute, Subject, attribute_type};
use certc_graph::{Leaf, Origin, Sourced};

/// Stored and read back whole; the column has no limit since 20 (keycloak/keycloak jpa-changelog-20.0.0.xml).
const LONGEST: usize = 100_000;

/// What stands for itself in no regular expression of Java (`java.util.regex.Pattern`).
const SPECIAL: &str = r"\.[]{}()*+?^$|";

/// Which leaf cannot be in a pattern, and why, as a sentence without its subject.
pub(crate) struct Unfit<'a> {
    pub(crate) leaf: &'a Leaf,
    pub(crate) why: String,
    pub(crate) help: &'static str,
}

/// A pattern that matches the whole subject of each intended leaf, and of no other leaf or variant of one.
pub(crate) fn of<'a>(intended: &[&'a Leaf], others: &[&'a Leaf]) -> Result<String, Unfit<'a>> {
    let subjects: Vec<_> = intended.iter().map(|it| it.subject.java.0.as_str()).collect();
    let pattern = alternation(&subjects);
    let proof = regex::RegexBuilder::new(&format!("^{pattern}$"))
        .size_limit(usize::MAX)
        .build()
        .expect("escaped text is a regular expression");
    for leaf in intended {
        let unfit = |why, help| Err(Unfit { leaf, why, help });
        if pattern.chars().count() > LONGEST {
            let why = format!("makes the pattern longer than {LONGEST} characters");
            return unfit(why, "shorten the subjects");
        }
        if !proof.is_match(&leaf.subject.java.0) {
            let why = "has a subject that no pattern matches".to_owned();
            return unfit(why, "write it in plain letters");
        }
        let is_other = |it: &Subject| intended.iter().all(|leaf| leaf.subject.der != it.der);
        let mut variants = variants(leaf).into_iter().filter(is_other);
        if let Some(twin) = variants.find(|it| proof.is_match(&it.java.0)) {
            let why = format!("and the other subject `{}` print alike", twin.openssl.0);
            return unfit(why, "leave `, + = < > # ; \"` and blanks at an end out of its subject");
        }
    }
    match others.iter().find(|it| proof.is_match(&it.subject.java.0)) {
        Some(leaf) => Err(Unfit {
            leaf,
            why: "would log in as Zeebe, too".to_owned(),
            help: "give it another subject",
        }),
        None => Ok(pattern),
    }
}

/// Each text and nothing else.
fn alternation(texts: &[&str]) -> String {
    let escaped: Vec<_> = texts.iter().map(|it| escaped(it)).collect();
    format!("(?:{})", escaped.join("|"))
}

fn escaped(text: &str) -> String {
    let char = |it: char| {
        let backslash = SPECIAL.contains(it).then_some('\\');
        backslash.into_iter().chain([it])
    };
    text.chars().flat_map(char).collect()
}

/// Other subjects that a careless pattern takes for this one: with a second organization anywhere, with an attribute more
/// at an end, with values cut or put in quotes, or with the whole of it as the text of a single value.
fn variants(leaf: &Leaf) -> Vec<Subject> {
    let own: Vec<_> = leaf.subject.attributes.iter().map(|it| it.value.clone()).collect();
    let word = |it| attribute_type(it).expect("the language has it");
    let other = Attribute::new(word("organization"), "Evil").expect("plain text");
    let unit = Attribute::new(word("organizational-unit"), "Evil").expect("plain text");
    let mut lists = vec![];
    for at in 0..=own.len() {
        for it in [&other, &unit] {
            let mut list = own.clone();
            list.insert(at, it.clone());
            lists.push(list);
        }
    }
    for at in 0..own.len() {
        let [it, value] = [&own[at].oid(), own[at].value()];
        let texts = [
            format!("\"{value}\""),
            format!("{value} "),
            format!(" {value}"),
            value.trim_matches('"').to_owned(),
            value.chars().skip(1).collect(),
            format!("{value}x"),
        ];
        for text in texts.into_iter().chain(changed(value)).filter(|text| text != value) {
            lists.extend(Attribute::new(it, &text).ok().map(|changed| {
                let mut list = own.clone();
                list[at] = changed;
                list
            }));
        }
        let mut shorter = own.clone();
        shorter.remove(at);
        lists.push(shorter);
    }
    let whole = leaf.subject.java.0.as_str();
    let values = [whole, whole.split_once('=').map_or(whole, |it| it.1)];
    let as_value = |it| Attribute::new(word("common-name"), it).ok();
    lists.extend(values.into_iter().filter_map(as_value).map(|it| vec![it]));
    lists.into_iter().filter(|it| !it.is_empty()).map(subject).collect()
}

/// The value with another letter in the place of each character that could stand for it in an expression.
fn changed(value: &str) -> impl Iterator<Item = String> {
    let special = value.char_indices().filter(|it| !it.1.is_alphanumeric());
    special.map(|(at, it)| format!("{}x{}", &value[..at], &value[at + it.len_utf8()..]))
}

fn subject(of: Vec<Attribute>) -> Subject {
    Subject::new(of.into_iter().map(|it| Sourced::new(it, Origin::Default)).collect())
}
