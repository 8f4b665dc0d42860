//! What somebody may have meant.

/// Names from elsewhere, and what they are called here.
const ALIASES: &[(&str, &str)] = &[
    ("cn", "common-name"),
    ("ou", "organizational-unit"),
    ("o", "organization"),
    ("c", "country"),
    ("st", "state"),
    ("l", "locality"),
    ("dc", "domain-component"),
    ("altnames", "san"),
    ("sans", "san"),
    ("tls", "serves"),
    ("pass", "password"),
    ("passphrase", "password"),
    ("pwd", "password"),
];

/// No name of the language is near one that is longer.
const LONGEST: usize = 64;

/// Returns the one of `known` that `said` is most likely to mean.
pub fn suggest<'a>(said: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let said = canonical(said)?;
    let near = known.into_iter().filter_map(|it| {
        let most = (it.len() / 3).max(1);
        let alike = it.len().abs_diff(said.len()) <= most;
        let distance = alike.then(|| distance(&said, it))?;
        (distance <= most).then_some((distance, it))
    });
    near.min_by_key(|it| it.0).map(|it| it.1)
}

/// Returns a name as the language would spell it.
pub(crate) fn canonical(said: &str) -> Option<String> {
    let said = (said.len() <= LONGEST).then(|| said.to_lowercase().replace(['_', ' '], "-"))?;
    let said = said.trim_end_matches(':');
    Some(ALIASES.iter().find(|it| it.0 == said).map_or(said, |it| it.1).to_owned())
}

/// How many letters must be added, dropped, replaced or swapped with their neighbour.
pub(crate) fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<_>, Vec<_>) = (from.chars().collect(), to.chars().collect());
    let mut rows = vec![(0..=to.len()).collect::<Vec<_>>()];
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let replaced = rows[i][j] + usize::from(a != b);
            let mut least = replaced.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
}

#[test]
fn suggests_one_name_or_none() {
    let known = ["common-name", "san", "serves", "issued-by", "key"];
    let check = |said, meant| assert_eq!(suggest(said, known), meant, "{said}");
    check("Issued_By", Some("issued-by"));
    check("isuedby", Some("issued-by"));
    check("cn", Some("common-name"));
    check("tls", Some("serves"));
    check("sna", Some("san"));
    check("key:", Some("key"));
    check("password", None);
    check("kyyy", None);
    assert_eq!(distance("ab", "ba"), 1);
    assert_eq!(distance("", "abc"), 3);
}
