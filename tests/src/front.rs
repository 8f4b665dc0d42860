//! The half without keys goes where there is neither disk nor C compiler: into an editor, into a page.

use std::path::Path;
use std::process::Command;

use crate::tool::{forbidden, run};

const WASM: &str = "wasm32-unknown-unknown";

/// What a crate of the front half must not bring: keys, network, the terminal, the system, C code.
const FORBIDDEN: [&str; 16] = [
    "aws-lc-rs",
    "aws-lc-sys",
    "cc",
    "clap",
    "getrandom",
    "hyper",
    "libc",
    "miette-derive",
    "p12-keystore",
    "rayon",
    "rcgen",
    "ring",
    "rustix",
    "tempfile",
    "terminal_size",
    "tokio",
];

fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(arguments).current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    cargo
}

#[test]
fn the_front_half_brings_nothing_of_the_machine() {
    let tree =
        ["tree", "--locked", "-p", "certc-analyze", "-e", "normal,build", "--prefix", "none"];
    let tree = run(&mut cargo(&tree), "").ok();
    let brought: Vec<_> = tree.lines().filter_map(|it| it.split(' ').next()).collect();
    assert!(brought.contains(&"kdl"), "{tree}");
    let wrong: Vec<_> = FORBIDDEN.iter().filter(|it| brought.contains(it)).collect();
    assert!(
        wrong.is_empty(),
        "certc-analyze brings {wrong:?}: cargo tree -p certc-analyze -i NAME"
    );
}

#[test]
fn the_front_half_is_compiled_for_a_page() {
    let libraries = ["--print", "target-libdir", "--target", WASM];
    let libraries = run(Command::new("rustc").args(libraries), "").ok();
    if !Path::new(libraries.trim()).is_dir() {
        return forbidden(WASM, "rustup target add wasm32-unknown-unknown");
    }
    run(&mut cargo(&["check", "--locked", "-p", "certc-analyze", "--target", WASM]), "").ok();
}
