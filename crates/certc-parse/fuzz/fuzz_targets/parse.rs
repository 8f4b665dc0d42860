//! Any text gets an answer: no panic, every place within the text, every token there; what is laid out stays so.
#![no_main]

use certc_diagnostic::{Source, SourceId};
use certc_parse::{format, lex, lower, masked, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let source = Source { id: SourceId(0), path: "fuzz.kdl".into(), text: text.to_owned() };
    let joined: String = lex(text).map(|it| &text[it.range]).collect();
    assert_eq!(joined, text);
    assert_eq!(masked(text).len(), text.len());
    let (document, mut said) = parse(&source);
    said.extend(lower(&[document], &[]).1);
    for (place, _) in said.iter().flat_map(|it| &it.labels) {
        assert!(text.get(place.start..place.end).is_some(), "{place:?}");
    }
    if let Ok(text) = format(&source) {
        assert_eq!(format(&Source { text: text.clone(), ..source }), Ok(text));
    }
    for edit in said.iter().flat_map(|it| &it.fixes).flat_map(|it| &it.edits) {
        assert!(text.get(edit.span.start..edit.span.end).is_some(), "{edit:?}");
    }
});
