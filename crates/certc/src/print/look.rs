//! How messages look on this terminal.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};

use miette::GraphicalTheme;

use crate::arguments::Color;

/// The width where nobody says one.
const WIDTH: usize = 100;

/// How messages look on this terminal.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(super) is_coloured: bool,
    pub(super) is_unicode: bool,
    pub(super) width: usize,
}

impl Look {
    /// `--color` beats `NO_COLOR` beats `CLICOLOR_FORCE` beats the terminal, whose width beats `COLUMNS`.
    pub(crate) fn of(color: Color) -> Self {
        let is_set = |name| env::var_os(name).is_some_and(|it| !it.is_empty() && it != "0");
        let no_color = env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
        let is_coloured = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if no_color => false,
            Color::Auto if is_set("CLICOLOR_FORCE") => true,
            Color::Auto => {
                io::stderr().is_terminal() && env::var_os("TERM").is_none_or(|it| it != "dumb")
            }
        };
        let is_unicode = is_utf8(["LC_ALL", "LC_CTYPE", "LANG"].map(env::var_os));
        let columns = terminal_size::terminal_size_of(io::stderr()).map(|it| usize::from(it.0.0));
        let said = || env::var("COLUMNS").ok()?.parse().ok();
        let width = columns.or_else(said).unwrap_or(WIDTH).clamp(40, 110);
        Self { is_coloured, is_unicode, width }
    }

    pub(super) fn theme(self) -> GraphicalTheme {
        match (self.is_coloured, self.is_unicode) {
            (true, true) => GraphicalTheme::unicode(),
            (false, true) => GraphicalTheme::unicode_nocolor(),
            (true, false) => GraphicalTheme::ascii(),
            (false, false) => GraphicalTheme::none(),
        }
    }

    /// What stands for the rest of something long.
    pub(super) fn rest(self) -> &'static str {
        if self.is_unicode { "…" } else { "..." }
    }

    /// Our own words in letters that the terminal has.
    pub(super) fn words(self, text: &str) -> String {
        if self.is_unicode {
            return text.to_owned();
        }
        text.replace('…', "...").replace('→', "->")
    }
}

/// The first of the variables that says something decides, as POSIX has it.
fn is_utf8(variables: [Option<OsString>; 3]) -> bool {
    let said = variables.into_iter().flatten().find(|it| !it.is_empty());
    let said = said.map(|it| it.to_string_lossy().to_lowercase());
    said.is_some_and(|it| it.contains("utf-8") || it.contains("utf8"))
}

#[test]
fn the_first_variable_that_says_something_decides() {
    let check = |all: &str, kind: &str, lang: &str, expected| {
        let variables = [all, kind, lang].map(|it| Some(OsString::from(it)));
        assert_eq!(is_utf8(variables), expected, "{all} {kind} {lang}");
    };
    check("", "", "en_US.UTF-8", true);
    check("", "C", "en_US.UTF-8", false);
    check("C.utf8", "C", "C", true);
    check("POSIX", "de_DE.UTF-8", "de_DE.UTF-8", false);
    check("", "", "", false);
    assert!(!is_utf8([None, None, None]));
}
