//! The messages in the documentation are those of the program.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::tool::{CERTC, run};

#[test]
fn the_documented_messages_are_true() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/messages.md");
    let page = fs::read_to_string(&path).expect("docs/messages.md");
    let mut sections = page.split("```kdl\n");
    let mut written = sections.next().expect("a head").to_owned();
    for section in sections {
        let (spec, after) = section.split_once("```\n").expect("a spec has an end");
        let (_, rest) = after.split_once("```text\n").expect("a text follows");
        let (_, rest) = rest.split_once("```\n").expect("a text has an end");
        written += &format!("```kdl\n{spec}```\n\n```text\n{}```\n{rest}", said(spec));
    }
    assert!(written.matches("```text").count() >= 5);
    if env::var("CERTC_BLESS").is_ok() {
        return fs::write(&path, written).expect("docs/messages.md");
    }
    let mend = "CERTC_BLESS=true cargo test -p certc-tests messages";
    assert!(page == written, "docs/messages.md is not what certc says: {mend}");
}

/// What `certc check` says, where nobody looks at a terminal.
fn said(spec: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("certc.kdl"), spec).expect("a spec");
    let mut certc = Command::new(&*CERTC);
    certc.args(["check", "--color", "never", "certc.kdl"]).current_dir(folder.path());
    certc.env("COLUMNS", "100").env("LC_ALL", "C.UTF-8");
    let said = run(&mut certc, "").err;
    let lines = said.lines().map(str::trim_end);
    lines.flat_map(|it| [it, "\n"]).collect()
}
